// `npm run bench`: builds the bench and its rival if they have changed, then runs it. See docs/performance.md.
import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, refuse, root } from './bootstrap.mjs';

bootstrap((text) => console.log(`${text} ...`));
await build({
  absWorkingDir: root,
  entryPoints: [{ in: 'tools/bench/src/main.ts', out: 'tools/bench/main' }],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  tsconfig: 'tsconfig.base.json',
  loader: { '.avsc': 'json' },
  logLevel: 'warning',
});
const words = process.argv.slice(2);
const rival = words.includes('--panto-only') || words.includes('--help') ? '' : buildRival();
const child = spawn(process.execPath, ['--enable-source-maps', 'dist/tools/bench/main.js', ...words], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PANTO_BENCH_RIVAL: rival },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));

/** Builds the rival with Maven into the cache, once per state of its sources; returns its folder. */
function buildRival() {
  const source = join(root, 'tools', 'bench', 'kafka-streams');
  const hash = createHash('sha256').update(readFileSync(join(source, 'pom.xml')));
  const java = join(source, 'src', 'main', 'java', 'panto', 'rival');
  for (const name of readdirSync(java).sort()) hash.update(readFileSync(join(java, name)));
  const home = join(root, '.panto', 'cache', `rival-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(join(home, 'rival-1.jar'))) return home;
  console.log('Building the rival with Maven (once) ...');
  const maven = spawnSync('mvn', ['-B', '-q', 'package', `-Dbench.target=${home}`], {
    cwd: source,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (maven.status === 0) return home;
  rmSync(home, { recursive: true, force: true });
  return refuse(`The rival could not be built:\n${maven.error?.message ?? maven.stdout + maven.stderr}`);
}
