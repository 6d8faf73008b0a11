// Generates libs/model/src/generated/*.ts from schemas/*.avsc: one TypeScript type per named Avro type,
// and the schemas themselves as values (named types written out, so that each stands alone in a registry).
// `--check` writes nothing and fails when the generated files are not up to date.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const out = join(root, 'libs/model/src/generated');
const files = readdirSync(join(root, 'schemas'))
  .filter((f) => f.endsWith('.avsc'))
  .sort();
const primitives = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Uint8Array',
};
/** Longs that may exceed 2^53 are bigint in TypeScript; the rest (times, counters) are numbers. */
const bigLongs = new Set(['Result.ints']);

const named = new Map();
const declared = [];
const collect = (schema) => {
  if (Array.isArray(schema)) return schema.forEach(collect);
  if (typeof schema !== 'object') return undefined;
  if (schema.type === 'record' || schema.type === 'enum') {
    if (!named.has(schema.name)) {
      named.set(schema.name, schema);
      declared.push(schema.name);
    }
    return schema.fields?.forEach((field) => collect(field.type));
  }
  return collect(schema.items ?? schema.values ?? []);
};
const schemas = files.map((file) => [
  file.replace('.avsc', ''),
  JSON.parse(readFileSync(join(root, 'schemas', file), 'utf8')),
]);
schemas.forEach(([, schema]) => collect(schema));

const typeOf = (schema, path) => {
  if (Array.isArray(schema)) return [...new Set(schema.map((branch) => typeOf(branch, path)))].join(' | ');
  if (typeof schema === 'string') {
    if (bigLongs.has(path) && schema === 'long') return 'number | bigint';
    return primitives[schema] ?? (named.has(schema) ? schema : fail(`unknown type ${schema} in ${path}`));
  }
  switch (schema.type) {
    case 'record':
    case 'enum':
      return schema.name;
    case 'array':
      return `readonly ${wrap(typeOf(schema.items, path))}[]`;
    case 'map':
      return `Readonly<Record<string, ${typeOf(schema.values, path)}>>`;
    default:
      return typeOf(schema.type, path);
  }
};
const wrap = (text) => (text.includes('|') ? `(${text})` : text);
const fail = (text) => {
  throw new Error(text);
};
const declare = (name) => {
  const schema = named.get(name);
  const doc = schema.doc ? `/** ${schema.doc} */\n` : '';
  if (schema.type === 'enum') {
    const list = `${name[0].toLowerCase()}${name.slice(1)}Values`;
    return (
      `${doc}export type ${name} = ${schema.symbols.map((s) => `'${s}'`).join(' | ')};\n` +
      `/** Every ${name}, in the order of the schema. */\nexport const ${list} = ${JSON.stringify(schema.symbols).replaceAll('"', "'").replaceAll(',', ', ')} as const satisfies readonly ${name}[];\n`
    );
  }
  const fields = schema.fields.map(
    (f) =>
      `  /** ${f.doc ?? fail(`${name}.${f.name} has no doc`)} */\n  readonly ${f.name}: ${typeOf(f.type, `${name}.${f.name}`)};`,
  );
  return `${doc}export interface ${name} {\n${fields.join('\n')}\n}\n`;
};
/** Writes named types out at their first use, and by full name everywhere else. */
const expand = (schema, seen = new Set()) => {
  if (Array.isArray(schema)) return schema.map((branch) => expand(branch, seen));
  if (typeof schema === 'string') {
    if (!named.has(schema)) return schema;
    return seen.has(schema) ? `panto.${schema}` : expand(named.get(schema), seen);
  }
  if (seen.has(schema.name)) return `panto.${schema.name}`;
  if (schema.type === 'enum') {
    seen.add(schema.name);
    return { ...schema, namespace: 'panto' };
  }
  if (schema.type === 'record') {
    seen.add(schema.name);
    return {
      ...schema,
      namespace: 'panto',
      fields: schema.fields.map((f) => ({ ...f, type: expand(f.type, seen) })),
    };
  }
  if (schema.items) return { ...schema, items: expand(schema.items, seen) };
  if (schema.values) return { ...schema, values: expand(schema.values, seen) };
  return schema;
};

const banner = '// Generated from schemas/*.avsc by tools/bin/generate.mjs; do not edit.\n';
const camel = (name) => name.replace(/-(.)/g, (_, c) => c.toUpperCase());
const wanted = {
  'types.ts': `${banner}\n${declared.map(declare).join('\n')}`,
  'schemas.ts': `${banner}\n${schemas.map(([name, s]) => `/** Avro schema of ${s.name}, as registered. */\nexport const ${camel(name)}Schema = ${JSON.stringify(expand(s), null, 2)} as const;\n`).join('\n')}\n/** Every schema by the name of its file. */\nexport const schemas = {\n${schemas.map(([name]) => `  '${name}': ${camel(name)}Schema,\n`).join('')}} as const;\n`,
};
mkdirSync(out, { recursive: true });
for (const [file, text] of Object.entries(wanted)) {
  const path = join(out, file);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (same) continue;
  if (process.argv.includes('--check')) fail(`${path} is not up to date: run node tools/bin/generate.mjs`);
  writeFileSync(path, text);
}
