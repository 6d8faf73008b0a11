import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '@panto/resource';
import { CliError } from './cli-error';
import { exitCode } from './exit-code';

const endings = ['.yaml', '.yml', '.json'];

/** Reads resource files; for a folder, everything in it that ends in .yaml, .yml or .json; - is standard input. */
export function readSources(paths: readonly string[]): readonly Source[] {
  const faults: string[] = [];
  const sources = paths.flatMap((path) => {
    try {
      return filesOf(path).flatMap((file) => {
        const bytes = readFileSync(file === '-' ? 0 : file);
        if (isUtf8(bytes)) return [{ file, text: bytes.toString('utf8') }];
        faults.push(`${file}:${placeOfNoUtf8(bytes)}: this is not UTF-8; save the file as UTF-8`);
        return [];
      });
    } catch (error) {
      faults.push(`${path}: ${reasonOf(error)}`);
      return [];
    }
  });
  if (faults.length > 0) throw new CliError(exitCode.refused, faults);
  if (sources.length === 0) {
    throw new CliError(exitCode.refused, [`${paths.join(', ')}: no file that ends in ${endings.join(', ')}`]);
  }
  return sources;
}

/** Line and column of the first byte that is not UTF-8: replacing it would silently store another name. */
function placeOfNoUtf8(bytes: Buffer): string {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf('\n', from);
    const text = bytes.subarray(from, end === -1 ? bytes.length : end);
    if (!isUtf8(text) || end === -1) return `${line}:${text.toString('utf8').indexOf('\ufffd') + 1}`;
    line += 1;
    from = end + 1;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `cannot be read: ${String(error)}`;
  return 'code' in error && error.code === 'ENOENT'
    ? 'no such file or folder'
    : `cannot be read: ${error.message}`;
}

function filesOf(path: string): readonly string[] {
  if (path === '-' || !statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) return filesOf(inside);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [inside] : [];
  });
}
