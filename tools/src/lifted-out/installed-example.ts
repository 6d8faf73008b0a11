import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');
const packages = join(root, 'dist', 'packages');

/** What compiling the example needs besides the dependencies of the packages. */
const forCompiling = ['@types/node'];

/**
 * Packs the engine, installs it and the example in an empty folder, and compiles it there. Dependencies of the packages
 * are linked rather than downloaded; undeclared dependencies are not found. Returns the program to run.
 */
export async function installExample(folder: string): Promise<string> {
  await run(process.execPath, [join(root, 'tools', 'bin', 'pack.mjs')], { cwd: root });
  const example = join(root, 'examples', 'streams');
  for (const part of ['src', 'tsconfig.json', 'package.json'])
    await cp(join(example, part), join(folder, part), { recursive: true });
  const wanted = (await readdir(packages)).filter((file) => file.endsWith('.tgz'));
  const installed = await Promise.all(wanted.map((file) => unpack(join(packages, file), folder)));
  const others = installed.flat().filter((name) => !name.startsWith('@panto/'));
  for (const name of new Set([...others, ...forCompiling])) await link(name, folder);
  await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc')], { cwd: folder });
  return join(folder, 'dist', 'main.js');
}

/** Unpacks an archive as npm does; returns the names of its dependencies. */
async function unpack(archive: string, folder: string): Promise<readonly string[]> {
  const name = /panto-([a-z]+)-/.exec(archive)?.[1] ?? '';
  const place = join(folder, 'node_modules', '@panto', name);
  await mkdir(place, { recursive: true });
  await run('tar', ['-xzf', archive, '-C', place, '--strip-components=1']);
  const manifest: unknown = JSON.parse(await readFile(join(place, 'package.json'), 'utf8'));
  const { dependencies } = manifest as { readonly dependencies: Readonly<Record<string, string>> };
  return Object.keys(dependencies);
}

async function link(name: string, folder: string): Promise<void> {
  const place = join(folder, 'node_modules', name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(join(root, 'node_modules', name), place, 'dir');
}
