import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest Java that Kafka's broker and the registry support. */
const oldestJava = 17;

/** Why Java cannot be used; undefined if it can. */
export async function lookForJava(): Promise<string | undefined> {
  const said = await run('java', ['-version'], { timeout: 20_000 }).then(
    ({ stdout, stderr }) => `${stdout}${stderr}`,
    () => undefined,
  );
  return javaFault(said);
}

/** The error for a missing or outdated Java, from the output of `java -version` (undefined: no java). */
export function javaFault(said: string | undefined): string | undefined {
  const how = `install Java ${oldestJava} or newer (Debian and Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17), or start Docker, or set PANTO_KAFKA_BOOTSTRAP_SERVERS and PANTO_SCHEMA_REGISTRY_URL to servers that run elsewhere.`;
  if (said === undefined) return `Java is missing, and Kafka needs it: ${how}`;
  const version = /version "(?:1\.)?(\d+)/.exec(said)?.[1];
  if (version === undefined) return `The java command does not work: ${how}`;
  if (Number(version) >= oldestJava) return undefined;
  return `Java ${version} is too old for Kafka: ${how}`;
}
