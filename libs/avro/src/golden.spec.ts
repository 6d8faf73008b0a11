import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemas } from '@panto/model';
import { AvroDecoder, fixedSchemas, schemaNamed } from './index';

const folder = join(process.cwd(), 'schemas/fixtures');
const fixtures = readdirSync(folder).filter((file) => file.endsWith('.avro'));
const prefix = Buffer.from([0, 0, 0, 0, 7]);

describe('bytes that were once written remain readable', () => {
  it.each(fixtures)('%s', async (file) => {
    const json = readFileSync(join(folder, file.replace('.avro', '.json')), 'utf8');
    const { schema, value } = JSON.parse(json) as { schema: object; value: object };
    const source = fixedSchemas(new Map([[7, JSON.stringify(schema)]]));
    const decoder = new AvroDecoder(schemaNamed(file.replace(/-\d+\.avro$/, '')), source);
    const bytes = Buffer.concat([prefix, readFileSync(join(folder, file))]);
    await decoder.prepare([bytes]);
    expect(decoder.decode(bytes)).toMatchObject({ ok: true, value });
  });
});

/** A schema without its docs, which do not make a new version. */
const bare = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key === 'doc' ? undefined : value));

describe('the current version of every schema has golden bytes (else run node tools/bin/golden.mjs)', () => {
  it.each(Object.entries(schemas))('%s', (name, schema) => {
    const versions = fixtures
      .filter((file) => file.replace(/-\d+\.avro$/, '') === name)
      .map((file) => readFileSync(join(folder, file.replace('.avro', '.json')), 'utf8'))
      .map((json) => (JSON.parse(json) as { schema: unknown }).schema);
    expect(versions).toContainEqual(bare(schema));
  });
});
