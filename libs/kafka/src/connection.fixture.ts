import type { AddressInfo, Server } from 'node:net';
import { connect } from 'node:net';
import Connection from 'kafkajs/src/network/connection.js';

const quiet = {
  info: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  debug: () => undefined,
};
const logger = { ...quiet, namespace: () => quiet };

type Options = ConstructorParameters<typeof Connection>[0];

/** A connection of kafkajs, not opened yet, to a server that listens on this host. */
export function connectionTo(server: Server, options: Partial<Options> = {}): Connection {
  const { port } = server.address() as AddressInfo;
  return new Connection({
    host: '127.0.0.1',
    port,
    logger,
    socketFactory: ({ host, port: to, onConnect }) => connect({ host, port: to }, onConnect),
    requestTimeout: 200,
    connectionTimeout: 1_000,
    ...options,
  });
}
