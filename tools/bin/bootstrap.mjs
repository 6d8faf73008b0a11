// Makes a clone ready to run: a recent enough Node, npm packages as in the lockfile, everything built. Does only what
// is missing, and imports nothing but Node itself, so that it works before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const oldestNode = [20, 19];
const buildStamp = join(root, 'dist', '.fingerprint');
/** What the bundles are made from. */
const sources = [
  'apps',
  'libs',
  'infra',
  'tools/src',
  'tools/faults',
  'schemas',
  'tsconfig.base.json',
  'tools/bin/build.mjs',
];

/** Ends the process with one sentence. */
export const refuse = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

/** Brings the clone up to date; `tell` receives a line for each step that takes time. */
export function bootstrap(tell) {
  checkNode();
  if (modulesAreCurrent() && buildIsCurrent(fingerprint())) return;
  const unlock = lock();
  try {
    if (!modulesAreCurrent()) install(tell);
    const now = fingerprint();
    if (!buildIsCurrent(now)) build(tell, now);
  } finally {
    unlock();
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = oldestNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  refuse(
    `Node ${process.versions.node} is too old for Panto: install Node ${oldestNode.join('.')} or newer (https://nodejs.org).`,
  );
}

/**
 * Whether the packages that npm installed (its own record in node_modules) are those of the lockfile; optional packages
 * may be missing.
 */
function modulesAreCurrent() {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json')));
  const same = ([path, { version, optional }]) =>
    path === '' || (installed[path] === undefined ? optional === true : installed[path].version === version);
  if (!wanted.every(same)) return false;
  linkCommand();
  return true;
}

const packagesOf = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined);

function install(tell) {
  tell('installs npm packages (once, a minute or two)');
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync('npm', words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (result.status !== 0) {
    const lines = (result.stderr ?? '').split('\n').filter((line) => line.startsWith('npm error'));
    const reason =
      lines.slice(0, 6).join('\n') || (result.error?.message ?? `npm ended with ${result.status}`);
    refuse(`The npm packages could not be installed; look at the network or npm's settings.\n${reason}`);
  }
  linkCommand();
}

/** npm links only the commands of dependencies; this one is the clone's own. */
function linkCommand() {
  const bin = join(root, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  if (!existsSync(join(bin, 'panto'))) symlinkSync('../../tools/bin/panto.mjs', join(bin, 'panto'));
}

const buildIsCurrent = (wanted) => existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === wanted;

function build(tell, now) {
  tell('builds');
  const result = spawnSync(process.execPath, [join(root, 'tools', 'bin', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (result.status !== 0) refuse(`The build failed:\n${result.stdout}${result.stderr}`);
  writeFileSync(buildStamp, now);
}

/** Name, size and modification time of every source file, in one hash. */
function fingerprint() {
  const hash = createHash('sha256');
  const look = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isDirectory()) {
      readdirSync(join(root, path))
        .sort()
        .forEach((name) => look(`${path}/${name}`));
    } else if (!path.endsWith('.spec.ts')) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  sources.forEach(look);
  return hash.digest('hex');
}

/** One bootstrap at a time per clone: two at once would overwrite each other's packages. */
function lock() {
  const path = join(root, '.panto', 'bootstrap.lock');
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + 600_000;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') refuse(`The folder ${dirname(path)} cannot be written (${error.code}).`);
    }
    if (!isAlive(Number(readIfThere(path)))) rmSync(path, { force: true });
    else if (Date.now() > deadline)
      refuse(`Another process has held ${path} for too long: end it and try again.`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
