import { AvroDecoder, type SchemaSource } from '@panto/avro';
import { schemas, type State } from '@panto/model';

/** What is read of a State: nothing but what it is. The key says whose. */
export type Problem = Pick<State, 'state'>;

/** Reads of States what they are, and passes over the rest. */
export type ProblemDecoder = Pick<AvroDecoder<Problem>, 'prepare' | 'decode'>;

/** A decoder of States that makes nothing of their reasons and times. */
export function problemDecoder(source: SchemaSource): ProblemDecoder {
  const { state } = schemas;
  const fields = state.fields.filter(({ name }) => name === 'state');
  return new AvroDecoder<Problem>({ ...state, fields }, source);
}
