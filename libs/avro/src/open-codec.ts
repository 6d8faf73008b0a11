import { AvroCodec } from './avro-codec';
import type { DecoderOptions } from './avro-decoder';
import type { AvroSchema } from './avro-schema';
import type { Registry } from './registry';

/** A codec for a topic whose schema was registered before; throws AvroError `schema-not-registered`. */
export async function openCodec<Value>(
  registry: Registry,
  topic: string,
  schema: AvroSchema,
  options?: DecoderOptions,
): Promise<AvroCodec<Value>> {
  const id = await registry.idOf(subjectOf(topic), schema);
  return new AvroCodec<Value>(schema, id, registry, options);
}

/** The subject of the values of a topic (TopicNameStrategy). */
export function subjectOf(topic: string): string {
  return `${topic}-value`;
}
