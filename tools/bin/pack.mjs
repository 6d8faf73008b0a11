// `npm run pack`: the engine as installable packages, dist/packages/panto-{decider,streams,kafka}-VERSION.tgz.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const out = join(root, 'dist', 'packages');
const project = readJson(join(root, 'package.json'));

/** The libraries that know nothing of monitoring. */
const libraries = {
  decider: 'A fold as plain functions over plain data: what was seen, what was said, and what to say next.',
  streams: 'A stateful stream runtime: exactly once, event time, timers, memory that survives kill -9.',
  kafka: 'Kafka as a log for @panto/streams: exactly once on the connections of kafkajs.',
};

rmSync(out, { recursive: true, force: true });
declare();
for (const [name, description] of Object.entries(libraries)) await packLibrary(name, description);

/** The types of all three, as the compiler emits them. */
function declare() {
  mkdirSync(out, { recursive: true });
  const config = join(out, 'tsconfig.json');
  const files = Object.keys(libraries).map((name) => join(root, 'libs', name, 'src', 'index.ts'));
  const ambient = join(root, 'libs', 'kafka', 'src', 'kafkajs-internals.d.ts');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: join(root, 'libs'),
    outDir: join(out, 'types'),
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  const extending = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions,
    files: [...files, ambient],
  };
  writeFileSync(config, JSON.stringify(extending));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', config], { cwd: root, stdio: 'inherit' });
}

/** One folder with the bundle, the types, and the sources that the README links to; and its archive. */
async function packLibrary(name, description) {
  const folder = join(out, name);
  const library = join(root, 'libs', name);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(library, 'src', 'index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    external: ['@panto/*'],
    sourcemap: true,
    metafile: true,
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'warning',
  });
  copyTypes(join(out, 'types', name, 'src'), join(folder, 'types'));
  cpSync(join(library, 'README.md'), join(folder, 'README.md'));
  cpSync(join(library, 'src'), join(folder, 'src'), { recursive: true });
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest(name, description, metafile), null, 2));
  const words = ['pack', '--silent', '--pack-destination', out];
  execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', words, { cwd: folder, stdio: 'inherit' });
}

function manifest(name, description, { outputs }) {
  const imports = Object.values(outputs).flatMap((output) =>
    output.imports.map(({ path }) => packageOf(path)),
  );
  const wanted = [...new Set(imports)].filter((path) => !isBuiltin(path)).sort();
  return {
    name: `@panto/${name}`,
    version: project.version,
    description,
    license: project.license,
    type: 'module',
    engines: project.engines,
    exports: { '.': { types: './types/index.d.ts', default: './index.js' } },
    dependencies: Object.fromEntries(wanted.map((path) => [path, versionOf(path)])),
  };
}

function versionOf(path) {
  if (path.startsWith('@panto/')) return project.version;
  const version = project.dependencies[path];
  if (version === undefined) throw new Error(`${path} is no dependency of ${project.name}`);
  return version;
}

/** `kafkajs` of `kafkajs/src/network/connection.js`. */
function packageOf(path) {
  return path.split('/', path.startsWith('@') ? 2 : 1).join('/');
}

/** Type declarations with file extensions in their imports, as Node's module resolution requires. */
function copyTypes(from, to) {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = readFileSync(join(from, file), 'utf8');
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), text.replaceAll(/(from|import\()\s*'(\.[^']*)'/g, "$1 '$2.js'"));
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
