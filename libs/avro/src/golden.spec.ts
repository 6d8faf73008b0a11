import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AvroDecoder, fixedSchemas, schemaNamed } from './index';

const folder = join(process.cwd(), 'schemas/fixtures');
const fixtures = readdirSync(folder).filter((file) => file.endsWith('.avro'));
const prefix = Buffer.from([0, 0, 0, 0, 7]);

describe('bytes that were written once are read for ever', () => {
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
