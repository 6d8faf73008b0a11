import type { Broker } from 'kafkajs';
import { ByteCursor } from './byte-cursor';

/** A request as a broker receives it. */
export interface ScriptedRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  /** What follows the header of a flexible version. */
  readonly body: ByteCursor;
}

/** A broker that answers requests of flexible versions by a script; an Error takes the place of a response. */
export function scriptedBroker(answer: (request: ScriptedRequest) => Buffer | Error): {
  readonly broker: Broker;
} {
  const written: Buffer[] = [];
  const connection = {
    clientId: 'spec',
    nextCorrelationId: () => 1,
    authenticate: async () => undefined,
    failIfNotConnected: () => undefined,
    socket: {
      cork: () => undefined,
      write: (bytes: Buffer) => written.push(bytes),
      uncork: () => undefined,
      destroy: () => undefined,
    },
    requestQueue: {
      push({ entry, sendRequest }: Sent) {
        sendRequest();
        const said = answer(read(Buffer.concat(written.splice(0))));
        setImmediate(() => (Buffer.isBuffer(said) ? entry.resolve({ payload: said }) : entry.reject(said)));
      },
    },
  };
  // `ask` uses nothing else of a kafkajs broker.
  const broker = { connectionPool: { getConnectionByRequest: async () => connection } } as unknown as Broker;
  return { broker };
}

interface Sent {
  readonly entry: {
    readonly resolve: (answer: { readonly payload: Buffer }) => void;
    readonly reject: (error: Error) => void;
  };
  readonly sendRequest: () => void;
}

function read(frame: Buffer): ScriptedRequest {
  const cursor = new ByteCursor(frame, 4);
  const [apiKey, apiVersion] = [cursor.int16(), cursor.int16()];
  cursor.skip(4); // the correlation id
  cursor.string();
  cursor.skipTags();
  return { apiKey, apiVersion, body: cursor };
}
