import { catalogue, schemas, topicName } from '@panto/model';
import type { AvroSchema } from './avro-schema';
import { subjectOf } from './open-codec';
import type { Registry } from './registry';

/** A subject and the schema that it must hold. */
export interface SubjectSchema {
  readonly subject: string;
  readonly schema: AvroSchema;
}

/** The subjects of all topics of the catalogue that hold Avro, with the prefix of the topics. */
export function subjectsOf(prefix: string): readonly SubjectSchema[] {
  return catalogue.flatMap(({ name, schema }) =>
    schema === null ? [] : [{ subject: subjectOf(topicName(prefix, name)), schema: schemaNamed(schema) }],
  );
}

/** The schema of a file in schemas/, by its name without the extension. */
export function schemaNamed(name: string): AvroSchema {
  const found: AvroSchema | undefined = new Map<string, AvroSchema>(Object.entries(schemas)).get(name);
  if (found === undefined) throw new Error(`there is no schemas/${name}.avsc`);
  return found;
}

/** Registers schemas, each subject FULL_TRANSITIVE from the beginning; idempotent. Returns the id of each subject. */
export async function registerSchemas(
  registry: Registry,
  subjects: readonly SubjectSchema[],
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const { subject, schema } of subjects) ids.set(subject, await registry.register(subject, schema));
  return ids;
}
