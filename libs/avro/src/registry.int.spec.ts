import { randomUUID } from 'node:crypto';
import type { Result } from '@panto/model';
import { resultSchema } from '@panto/model';
import type { AvroDefinition } from './index';
import { AvroCodec, openCodec, registerSchemas, Registry, subjectOf, subjectsOf } from './index';

const url = process.env['PANTO_SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const result: Result = {
  timestamp: 1_700_000_000_000,
  ints: { a: 2n ** 60n },
  floats: { b: 0.5 },
  strings: {},
  bools: {},
  error: null,
  agent: null,
};
const withField = (field: AvroDefinition & { readonly name: string }): AvroDefinition => ({
  ...resultSchema,
  fields: [...resultSchema.fields, field],
});

describe('the schema registry', () => {
  const registry = new Registry({ url });
  const prefix = `spec-${randomUUID()}.`;
  const topic = `${prefix}results`;
  const subject = subjectOf(topic);

  it('holds every schema of the catalogue after registration, which can be repeated', async () => {
    const subjects = subjectsOf(prefix);
    const first = await registerSchemas(registry, subjects);
    const again = await registerSchemas(registry, subjects);
    expect([...again]).toEqual([...first]);
    expect([...first.keys()]).toEqual(subjects.map((each) => each.subject));
  }, 60_000);

  it('makes every subject FULL_TRANSITIVE', async () => {
    const answer = await fetch(`${url}/config/${subject}`);
    expect(await answer.json()).toMatchObject({ compatibilityLevel: 'FULL_TRANSITIVE' });
  });

  it('gives the id of our schema to a codec, which reads what it wrote', async () => {
    const codec = await openCodec<Result>(registry, topic, resultSchema);
    const bytes = codec.encode(result);
    expect(bytes.readInt32BE(1)).toBe(await registry.idOf(subject, resultSchema));
    expect(codec.decode(bytes)).toEqual({ ok: true, value: result });
  });

  it('lets a codec read what a newer producer writes, once its schema is fetched', async () => {
    const newer = withField({ name: 'zone', type: 'string', default: '' });
    const id = await registry.register(subject, newer);
    const writer = new AvroCodec<Result & { zone: string }>(newer, id, registry);
    const bytes = writer.encode({ ...result, zone: 'eu' });
    const reader = await openCodec<Result>(registry, topic, resultSchema);
    expect(reader.decode(bytes)).toMatchObject({ ok: false, reason: 'not-prepared' });
    await reader.prepare([bytes]);
    expect(reader.decode(bytes)).toEqual({ ok: true, value: result });
  });

  it('refuses a schema that earlier readers could not read', async () => {
    const { fields } = resultSchema;
    const broken = { ...resultSchema, fields: fields.filter(({ name }) => name !== 'timestamp') };
    await expect(registry.register(subject, broken)).rejects.toMatchObject({
      code: 'schema-incompatible',
      retry: false,
    });
  });

  it('reports a schema that was never registered', async () => {
    await expect(openCodec(registry, `${prefix}nothing`, resultSchema)).rejects.toMatchObject({
      code: 'schema-not-registered',
      retry: true,
    });
  });

  it('has no schema for an id that nobody registered', async () => {
    const codec = await openCodec<Result>(registry, topic, resultSchema);
    const stranger = Buffer.from([0, 0x7f, 0xff, 0xff, 0x00, 2]);
    await codec.prepare([stranger]);
    expect(codec.decode(stranger)).toMatchObject({ ok: false, reason: 'unknown-schema' });
  });
});
