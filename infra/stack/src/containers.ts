import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, ServerName } from './parts/plan';
import { StackFault } from './stack-fault';

/** Servers running in containers. */
export interface Containers {
  stop(): Promise<void>;
}

/** Whether a container engine seems to be available; a quick check, before anything is loaded. */
export const engineIsLikely = (env: Readonly<Record<string, string | undefined>>): boolean =>
  (env['DOCKER_HOST'] ?? '') !== '' || existsSync('/var/run/docker.sock');

/** The environment variables used by docker/compose.yaml. */
export const composeEnvironment = (ports: Plan['ports']): Readonly<Record<string, string>> => ({
  PANTO_KAFKA_PORT: String(ports.kafka),
  PANTO_SCHEMA_REGISTRY_PORT: String(ports.registry),
  PANTO_CLICKHOUSE_PORT: String(ports.clickhouse),
});

/** Starts servers from docker/compose.yaml; their data is in volumes of the data folder's own project. */
export async function startContainers(
  root: string,
  dataDir: string,
  ports: Plan['ports'],
  servers: readonly ServerName[],
): Promise<Containers> {
  // The clean-up container of testcontainers would also remove the volumes.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  const { DockerComposeEnvironment } = await import('testcontainers');
  const project = `panto-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`;
  try {
    const running = await new DockerComposeEnvironment(join(root, 'docker'), 'compose.yaml')
      .withProjectName(project)
      .withNoRecreate()
      .withEnvironment(composeEnvironment(ports))
      .withStartupTimeout(300_000)
      .up([...servers]);
    return { stop: async () => void (await running.down({ removeVolumes: false })) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StackFault(
      `Docker could not start ${servers.join(', ')} (${reason.slice(0, 300)}): check Docker, or install Java 17 and Maven and set PANTO_STACK=local.`,
    );
  }
}
