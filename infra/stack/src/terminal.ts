import { hostname } from 'node:os';
import { redactCredentials } from '@panto/service';
import type { Ending } from './process/child';
import type { Part } from './part';
import { addressVariables, type Plan } from './parts/plan';

const wide = 17;
const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** A line for a part that came up. */
export const upLine = (part: Part, took: number): string =>
  `  ${part.title.padEnd(wide)} up after ${seconds(took).padEnd(8)}${part.address ?? ''}`.trimEnd();

/** A line for a part that crashed. */
export function crashLine(part: Part, { code, signal }: Ending, again: number, logs: string): string {
  const how = signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`;
  return `  ${part.title.padEnd(wide)} ${how}, restarts in ${seconds(again / 1000)}; log: ${logs}/${part.name}.log`;
}

/** The addresses that the command line and the examples use by default. */
const usual: Readonly<Record<string, string>> = {
  PANTO_SERVER_PORT: '8080',
  PANTO_KAFKA_BOOTSTRAP_SERVERS: '127.0.0.1:9092',
  PANTO_SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081/apis/ccompat/v7',
  PANTO_CLICKHOUSE_URL: 'http://127.0.0.1:8123',
  PANTO_TOPIC_PREFIX: 'panto.',
};

/** What is up, where, and what to try next. */
export function summary(plan: Plan, took: number): string {
  const { addresses, ports } = plan;
  const server = `http://127.0.0.1:${ports.server}`;
  const database = `${addresses.clickhouse}/?database=${plan.database}`;
  const head = `
Panto is up after ${seconds(took)}.

  Server (API)       ${server}        documentation: ${server}/api${overTls(plan)}
  Kafka              ${addresses.kafka}
  schema registry    ${addresses.registry}
  ClickHouse         ${addresses.clickhouse}
  data and logs      ${plan.dataDir}${signs(plan)}
`;
  const next = `
Try next, in another terminal:

${settings(plan)}  npx panto status                         the overall status: stages, Agents, States
  npx panto get states                     the State of every Check, and why; this machine is called ${hostname()}
  npx panto --help                         everything else the command line does
  curl '${database}' -d 'SHOW TABLES'

Ctrl-C stops everything; the next start continues where this one ended.
`;
  return redactCredentials(plan.apps.length === 0 ? head : head + next);
}

const overTls = ({ tls }: Plan): string =>
  tls === undefined
    ? ''
    : `\n                     https://127.0.0.1:${tls.port}       the same over TLS, with a self-signed certificate`;

const signs = ({ apps }: Plan): string =>
  apps.length === 0
    ? ''
    : `\n  health             /metrics, /livez, /readyz on the ports ${apps.map(({ name, signsPort }) => `${signsPort} ${name}`).join(', ')}`;

/** The settings that another terminal needs if addresses differ from the defaults. */
function settings({ addresses, ports, topicPrefix }: Plan): string {
  const present: Readonly<Record<string, string>> = {
    PANTO_SERVER_PORT: String(ports.server),
    ...addressVariables(addresses),
    PANTO_TOPIC_PREFIX: topicPrefix,
  };
  const lines = Object.entries(usual).flatMap(([name, value]) => {
    const here = present[name] ?? value;
    if (here === value) return [];
    return [`  export ${name}=${/^\d+$/.test(here) ? here : `'${here.replaceAll("'", `'\\''`)}'`}\n`];
  });
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}
