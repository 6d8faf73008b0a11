import { hostname } from 'node:os';
import type { Ending } from './process/child';
import type { Part } from './part';
import type { Plan } from './parts/plan';

const wide = 17;
const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** A line about one part. */
export const upLine = (part: Part, took: number): string =>
  `  ${part.title.padEnd(wide)} up after ${seconds(took).padEnd(8)}${part.address ?? ''}`.trimEnd();

/** A line about a part that crashed. */
export function crashLine(part: Part, { code, signal }: Ending, again: number, logs: string): string {
  const how = signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`;
  return `  ${part.title.padEnd(wide)} ${how}, starts again in ${seconds(again / 1000)}; log: ${logs}/${part.name}.log`;
}

/** What is up, where, and what to try next. */
export function summary(plan: Plan, took: number): string {
  const { addresses, ports } = plan;
  const server = `http://127.0.0.1:${ports.server}`;
  const database = `${addresses.clickhouse}/?database=panto`;
  const head = `
Panto is up after ${seconds(took)}.

  Server (API)       ${server}        documentation: ${server}/api
  Kafka              ${addresses.kafka}
  schema registry    ${addresses.registry}
  ClickHouse         ${addresses.clickhouse}
  data and logs      ${plan.dataDir}
`;
  const next = `
Try next, in another terminal:

  npx panto status                         the States of all Checks; this machine is called ${hostname()}
  npx panto --help                         everything else the command line does
  curl '${database}' -d 'SHOW TABLES'

Ctrl-C stops everything; the next start takes up where this one ended.
`;
  return plan.apps.length === 0 ? head : head + next;
}
