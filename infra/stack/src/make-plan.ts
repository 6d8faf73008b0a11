import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fetchDownloads } from './downloads';
import { appMain, appNames, signsVariable } from './parts/apps';
import { serverNames, type Addresses, type Plan, type ServerName } from './parts/plan';
import { selfSigned } from './tls-certificate';
import { claimPort, freePort, tryPort } from './port';
import type { StackSettings } from './stack-settings';

/** First port for the apps' health endpoints; each app takes the next. */
const firstSignsPort = 8090;
/** Port for the Server's additional TLS listener. */
const tlsPort = 8443;

/** Claims ports, fetches downloads, determines addresses: everything the table of parts needs. */
export async function makePlan(
  settings: StackSettings,
  env: Readonly<Record<string, string | undefined>>,
  withApps: boolean,
  inContainers: boolean,
  tell: (text: string) => void,
): Promise<Plan> {
  const { given, root } = settings;
  const wanted = serverNames.filter((name) => given[name] === undefined);
  // Containers of an earlier start may still hold their ports; they are taken over.
  const servers = inContainers ? [] : wanted;
  const ports = await claimPorts(settings, servers, withApps);
  const onJvm = servers.some((name) => name !== 'clickhouse');
  const pom = join(root, 'infra', 'stack', 'pom.xml');
  return {
    root,
    dataDir: settings.dataDir,
    ports,
    addresses: addressesOf(given, ports),
    servers,
    downloads: onJvm ? await fetchDownloads(pom, settings.cacheDir, tell) : undefined,
    apps: withApps ? await builtApps(root, env, tell) : [],
    host: hostname(),
    topicPrefix: settings.topicPrefix,
    database: settings.database,
    tls: withApps ? await tlsOf(settings.dataDir) : undefined,
    authorization: authorizationOf(env),
  };
}

/** The configured addresses, and for the rest those of the servers started here. */
export const addressesOf = (given: StackSettings['given'], ports: StackSettings['ports']): Addresses => ({
  kafka: given.kafka ?? `127.0.0.1:${ports.kafka}`,
  registry: given.registry ?? `http://127.0.0.1:${ports.registry}/apis/ccompat/v7`,
  clickhouse: given.clickhouse ?? `http://127.0.0.1:${ports.clickhouse}`,
});

async function claimPorts(
  { ports }: StackSettings,
  servers: readonly ServerName[],
  withApps: boolean,
): Promise<Plan['ports']> {
  const claim = (name: ServerName, title: string, variable: string) =>
    servers.includes(name) ? claimPort(ports[name], title, variable) : Promise.resolve(ports[name]);
  return {
    kafka: await claim('kafka', 'Kafka', 'PANTO_KAFKA_PORT'),
    // Only the broker itself talks to its controller: a new free port at every start will do.
    controller: await freePort(),
    registry: await claim('registry', 'schema registry', 'PANTO_SCHEMA_REGISTRY_PORT'),
    clickhouse: await claim('clickhouse', 'ClickHouse', 'PANTO_CLICKHOUSE_PORT'),
    server: withApps ? await claimPort(ports.server, 'Server', 'PANTO_SERVER_PORT') : ports.server,
  };
}

async function builtApps(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  tell: (text: string) => void,
): Promise<Plan['apps']> {
  const missing = appNames.filter((name) => !existsSync(appMain(root, name)));
  if (missing.length > 0) tell(`leaving out what is not built: ${missing.join(', ')}`);
  const built = appNames.filter((name) => !missing.includes(name));
  return Promise.all(
    built.map(async (name, index) => {
      const set = env[signsVariable(name)];
      const wanted = set === undefined || set === '' ? firstSignsPort + index : Number(set);
      return { name, signsPort: (await tryPort(wanted)) ?? (await freePort()) };
    }),
  );
}

async function tlsOf(dataDir: string): Promise<Plan['tls']> {
  const files = await selfSigned(dataDir, hostname());
  return files === undefined ? undefined : { ...files, port: (await tryPort(tlsPort)) ?? (await freePort()) };
}

function authorizationOf(env: Readonly<Record<string, string | undefined>>): Plan['authorization'] {
  const token = env['PANTO_API_TOKEN'];
  return token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` };
}
