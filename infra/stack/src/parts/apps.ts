import { join } from 'node:path';
import type { Part } from '../part';
import { addressVariables, type Plan } from './plan';

/** Panto's processes, in starting order. */
export const appNames = [
  'server',
  'state-processor',
  'alert-processor',
  'notifier',
  'metrics-sink',
  'agent',
] as const;

/** Apps that share work in a group: with a fixed instance name, a restarted one has its tasks at once. */
const stages: readonly string[] = ['state-processor', 'alert-processor', 'notifier'];

/** The environment variable for the port of an app's /metrics, /livez and /readyz. */
export const signsVariable = (name: string): string =>
  `PANTO_${name.toUpperCase().replaceAll('-', '_')}_HTTP_PORT`;

/** The entry point of a built app. */
export const appMain = (root: string, name: string): string => join(root, 'dist', 'apps', name, 'main.js');

/** One of Panto's processes as a part. */
export function appPart(plan: Plan, name: string, signsPort: number): Part {
  const isServer = name === 'server';
  const server = `http://127.0.0.1:${plan.ports.server}`;
  return {
    name,
    title: name,
    kind: 'app',
    after: ['kafka', 'registry', 'clickhouse', ...(name === 'agent' ? ['server'] : [])],
    command: process.execPath,
    words: ['--enable-source-maps', appMain(plan.root, name)],
    environment: {
      ...addressVariables(plan.addresses),
      PANTO_SERVER_PORT: String(plan.ports.server),
      PANTO_SERVER_URL: server,
      PANTO_DATA_DIR: plan.dataDir,
      [signsVariable(name)]: String(signsPort),
      // A name that nobody resolves occupies a thread until the lookup times out, and only half of the pool
      // is for names.
      ...(name === 'agent' ? { PANTO_AGENT_NAME: plan.host, UV_THREADPOOL_SIZE: '64' } : {}),
      ...(stages.includes(name) ? { PANTO_INSTANCE: plan.host } : {}),
      ...(isServer ? tlsEnvironment(plan) : {}),
    },
    sign: { kind: 'http', url: `http://127.0.0.1:${signsPort}/readyz` },
    address: isServer ? server : undefined,
    startWithin: 120_000,
    stopWithin: 20_000,
  };
}

const tlsEnvironment = ({ tls }: Plan): Readonly<Record<string, string>> =>
  tls === undefined
    ? {}
    : {
        PANTO_SERVER_TLS_PORT: String(tls.port),
        PANTO_SERVER_TLS_CERTIFICATE_FILE: tls.certificate,
        PANTO_SERVER_TLS_KEY_FILE: tls.key,
      };
