import avsc from 'avsc';
import type { AvroSchema } from './avro-schema';
import { SafeMap } from './safe-map';
import { WideLong } from './wide-long';

type Hook = NonNullable<Parameters<typeof avsc.Type.forSchema>[1]>['typeHook'];

const wideLong = new WideLong();

/** Maps get no prototype; longs in them are metrics of outside producers, so they may exceed 2^53. */
const ourTypes: NonNullable<Hook> = (schema, options) => {
  if (typeof schema !== 'object' || !('type' in schema) || schema.type !== 'map') return undefined;
  const values = 'values' in schema && schema.values === 'long' ? wideLong : schema.values;
  return new SafeMap({ ...schema, values }, options);
};

/** The avsc type of one of our own schemas. */
export function avroType(schema: AvroSchema): avsc.Type {
  // avsc's type for schemas is narrower than Avro's definition; it throws on what it does not know.
  return avsc.Type.forSchema(structuredClone(schema) as avsc.Schema, {
    typeHook: ourTypes,
    omitRecordMethods: true,
  });
}
