// Writes golden bytes for every version of every schema into schemas/fixtures/: <name>-<version>.avro, and beside it
// <name>-<version>.json with the schema it was written with and the value it holds. Existing files are never touched:
// every later version of the code must read them. `--check` writes nothing and fails when one is missing.
import avsc from 'avsc';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(root, 'schemas/fixtures');
const generated = readFileSync(join(root, 'libs/model/src/generated/schemas.ts'), 'utf8');

/** The registered form of each schema, from the generated file: `export const <name>Schema = {...} as const;`. */
const schemas = [...generated.matchAll(/export const (\w+)Schema = (\{.*?\n\}) as const;/gs)].map(
  ([, name, text]) => [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), JSON.parse(text)],
);

/** A schema without its docs: rewording a doc makes no new version. */
const bare = (schema) =>
  JSON.parse(JSON.stringify(schema), (key, value) => (key === 'doc' ? undefined : value));

/** A value with something in every field, the same in every run. */
const example = (schema, name, named = new Map()) => {
  if (Array.isArray(schema)) return example(schema.at(-1), name, named);
  if (named.has(schema)) return example(named.get(schema), name, named);
  switch (schema.type ?? schema) {
    case 'null':
      return null;
    case 'boolean':
      return true;
    case 'int':
    case 'long':
      return schema.logicalType === 'timestamp-millis' ? 1_700_000_000_123 : 42;
    case 'float':
    case 'double':
      return 0.5;
    case 'string':
      return `${name} ü`;
    case 'enum':
      named.set(`panto.${schema.name}`, schema);
      return schema.symbols.at(-1);
    case 'array':
      return [example(schema.items, name, named)];
    case 'map':
      return { constructor: example(schema.values, name, named) };
    case 'record':
      named.set(`panto.${schema.name}`, schema);
      return Object.fromEntries(schema.fields.map((f) => [f.name, example(f.type, f.name, named)]));
    default:
      return example(schema.type, name, named);
  }
};

mkdirSync(folder, { recursive: true });
for (const [name, schema] of schemas) {
  const written = readdirSync(folder)
    .filter((file) => new RegExp(`^${name}-\\d+\\.json$`).test(file))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const present = JSON.stringify(bare(schema));
  if (written.some((fixture) => JSON.stringify(fixture.schema) === present)) continue;
  const stem = join(folder, `${name}-${written.length + 1}`);
  if (process.argv.includes('--check') || existsSync(`${stem}.json`)) {
    throw new Error(`${stem} is missing: run node tools/bin/golden.mjs`);
  }
  const value = example(schema, name);
  writeFileSync(`${stem}.avro`, avsc.Type.forSchema(structuredClone(schema)).toBuffer(value));
  writeFileSync(`${stem}.json`, `${JSON.stringify({ schema: bare(schema), value }, null, 2)}\n`);
}
