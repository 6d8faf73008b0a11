import { AvroDecoder, type SchemaSource } from '@panto/avro';
import { schemas, type State } from '@panto/model';

/** The only field read from a State record; its key names the Check. */
export type Problem = Pick<State, 'state'>;

/** Decodes that field of a State record, and skips the rest. */
export type ProblemDecoder = Pick<AvroDecoder<Problem>, 'prepare' | 'decode'>;

/** A decoder of State records that creates no objects for reasons and times. */
export function problemDecoder(source: SchemaSource): ProblemDecoder {
  const { state } = schemas;
  const fields = state.fields.filter(({ name }) => name === 'state');
  return new AvroDecoder<Problem>({ ...state, fields }, source);
}
