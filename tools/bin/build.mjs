// Bundles every app (and the local stack) into dist/<folder>/main.js; npm packages stay outside the bundles.
import { build } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const places = [
  ...readdirSync(join(root, 'apps')).map((name) => `apps/${name}`),
  'infra/clickhouse',
  'infra/stack',
  'tools',
  'tools/faults',
];
const entries = places.filter((place) => existsSync(join(root, place, 'src/main.ts')));

await build({
  absWorkingDir: root,
  entryPoints: [
    ...entries.map((place) => ({ in: `${place}/src/main.ts`, out: `${place}/main` })),
    { in: 'tools/faults/src/stage-process.ts', out: 'tools/faults/stage-process' },
  ],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  tsconfig: 'tsconfig.base.json',
  loader: { '.avsc': 'json', '.sql': 'text' },
  logLevel: 'warning',
});
