import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { redactCredentials } from '@panto/service';
import { serverNames, type ServerName } from './parts/plan';
import { StackFault } from './stack-fault';
import type { StackSettings } from './stack-settings';

/** A host and a port. */
interface Place {
  readonly host: string;
  readonly port: number;
}

/** The title of each server, and the setting with its address. */
const words: Readonly<Record<ServerName, { readonly title: string; readonly variable: string }>> = {
  kafka: { title: 'Kafka', variable: 'PANTO_KAFKA_BOOTSTRAP_SERVERS' },
  registry: { title: 'schema registry', variable: 'PANTO_SCHEMA_REGISTRY_URL' },
  clickhouse: { title: 'ClickHouse', variable: 'PANTO_CLICKHOUSE_URL' },
};

/** Timeout of one connection attempt, ms. */
const glance = 2_000;

/**
 * Checks that something listens at every configured address, since these servers are used and not started. It
 * only connects: certificates and passwords are up to whoever configured them.
 */
export async function lookAtGiven(given: StackSettings['given'], patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience;
  const faults = await Promise.all(serverNames.map((name) => lookAt(name, given[name], deadline)));
  const told = faults.filter((fault) => fault !== undefined);
  if (told.length > 0) throw new StackFault(told.join('\n'));
}

async function lookAt(
  name: ServerName,
  address: string | undefined,
  deadline: number,
): Promise<string | undefined> {
  if (address === undefined) return undefined;
  const places = name === 'kafka' ? placesOfBrokers(address) : placesOfUrl(address);
  const { title, variable } = words[name];
  if (places.length === 0) return `${variable} is not an address ("${redactCredentials(address)}").`;
  for (;;) {
    if ((await Promise.all(places.map(listens))).includes(true)) return undefined;
    if (Date.now() >= deadline) break;
    await pause(250);
  }
  return `No ${title} answers at ${redactCredentials(address)} (${variable}): start it there, or remove the setting, and npm start starts its own.`;
}

function placesOfBrokers(list: string): readonly Place[] {
  return list.split(',').flatMap((broker) => {
    const found = /^\s*(?:\w+:\/\/)?\[?(?<host>[^\s[\]]+?)\]?:(?<port>\d+)\s*$/.exec(broker)?.groups;
    return found === undefined ? [] : [{ host: found['host'] ?? '', port: Number(found['port']) }];
  });
}

function placesOfUrl(address: string): readonly Place[] {
  if (!URL.canParse(address)) return [];
  const { protocol, hostname, port } = new URL(address);
  if (hostname === '') return [];
  const usual = protocol === 'https:' ? 443 : 80;
  return [{ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) }];
}

function listens({ host, port }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    if (port < 1 || port > 65_535) return resolve(false);
    const socket = connect({ host, port, timeout: glance });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
