import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = join(process.cwd(), 'examples/python');

/** A Python with the packages of the example, kept for the next run; or the reason why there is none. */
export async function preparePython(): Promise<{ readonly python: string } | { readonly missing: string }> {
  const requirements = join(folder, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const venv = join(folder, '.venv');
  const python = join(venv, 'bin/python');
  const installed = join(venv, 'installed.txt');
  if (existsSync(python) && existsSync(installed) && readFileSync(installed, 'utf8') === wanted)
    return { python };
  try {
    await run('python3', ['-m', 'venv', '--clear', venv], { timeout: 60_000 });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    await run(python, pip, { timeout: 240_000 });
  } catch (error) {
    return { missing: error instanceof Error ? error.message.slice(0, 600) : String(error) };
  }
  writeFileSync(installed, wanted);
  return { python };
}
