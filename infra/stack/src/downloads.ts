import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackFault } from './stack-fault';

const run = promisify(execFile);
/** Maximum duration of a Maven download, ms. */
const patience = 900_000;

/** Where the parts that run on the JVM are. */
export interface Downloads {
  readonly kafkaJars: string;
  readonly registryHome: string;
  readonly registryJar: string;
}

/** Files with their sizes, written once all are there; a download without it, or that differs, is repeated. */
type Manifest = Readonly<Record<string, number>>;

/** Returns the downloads named in `pom.xml`, from the cache or through Maven. */
export async function fetchDownloads(
  pom: string,
  cacheDir: string,
  tell: (text: string) => void,
): Promise<Downloads> {
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const home = join(cacheDir, `jvm-${version}`);
  if (!(await complete(home))) {
    tell('fetching Kafka and the schema registry with Maven (150 MB, once)');
    await rm(home, { recursive: true, force: true });
    await mkdir(cacheDir, { recursive: true });
    const draft = await mkdtemp(join(cacheDir, 'fetch-'));
    try {
      await fetchInto(draft, pom);
      // Another start may have been faster; both have the same files.
      await rename(draft, home).catch(() => undefined);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  const registryHome = join(home, 'registry');
  const jar = (await readdir(registryHome)).find((name) => name.endsWith('-runner.jar'));
  if (jar === undefined) throw new StackFault(`${home} is damaged: delete it and start again.`);
  return { kafkaJars: join(home, 'lib'), registryHome, registryJar: join(registryHome, jar) };
}

async function fetchInto(draft: string, pom: string): Promise<void> {
  const lib = join(draft, 'lib');
  const registry = join(draft, 'registry');
  await maven(['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`]);
  const archive = (await readdir(lib)).find((name) => name.endsWith('.tar.gz'));
  if (archive === undefined)
    throw new StackFault('Maven fetched no schema registry; see infra/stack/pom.xml.');
  await mkdir(registry);
  await run('tar', ['-xzf', join(lib, archive), '-C', registry], { timeout: 120_000 });
  await rm(join(lib, archive));
  const files = await readdir(draft, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => {
        const path = join(file.parentPath, file.name);
        return [path.slice(draft.length + 1), (await stat(path)).size] as const;
      }),
  );
  await writeFile(join(draft, 'manifest.json'), JSON.stringify(Object.fromEntries(sizes), null, 1));
}

async function complete(home: string): Promise<boolean> {
  const path = join(home, 'manifest.json');
  if (!existsSync(path)) return false;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const checks = Object.entries(manifest).map(async ([name, size]) => {
    const found = await stat(join(home, name)).catch(() => undefined);
    return found?.size === size;
  });
  return (await Promise.all(checks)).every(Boolean);
}

async function maven(words: readonly string[]): Promise<void> {
  try {
    await run('mvn', [...words], { timeout: patience, maxBuffer: 16 << 20 });
  } catch (error) {
    throw new StackFault(mavenFault(error as MavenFailure));
  }
}

/** What is known about a failed Maven run. */
export interface MavenFailure {
  readonly code?: string | number | null;
  readonly killed?: boolean;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** The error for a failed Maven run. */
export function mavenFault(failure: MavenFailure): string {
  if (failure.code === 'ENOENT')
    return 'Maven is missing: install it (Debian and Ubuntu: apt install maven; macOS: brew install maven).';
  if (failure.killed === true)
    return `Maven did not finish within ${patience / 60_000} minutes: check the network and start again.`;
  const said = `${failure.stdout ?? ''}\n${failure.stderr ?? ''}`;
  const reason = /\[ERROR\] (.+)/.exec(said)?.[1] ?? said.trim().split('\n')[0] ?? '';
  return `Maven could not fetch Kafka and the schema registry (${reason.slice(0, 400)}): check the network, or the proxy and mirror in Maven's settings.xml, and start again.`;
}
