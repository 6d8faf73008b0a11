import type { Broker } from 'kafkajs';
import { ByteCursor } from './byte-cursor';

/** A request as a broker receives it. */
export interface ScriptedRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  /** What follows the client id: in a flexible version, the tagged fields of the header first. */
  readonly body: Buffer;
}

/** A broker that answers requests by a script, after the correlation id; an Error takes the place of a response. */
export function scriptedBroker(
  answer: (request: ScriptedRequest) => Buffer | Error | Promise<Buffer>,
): Broker {
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
      push({ entry: { resolve, reject }, sendRequest }: Sent) {
        sendRequest();
        const said = answer(read(Buffer.concat(written.splice(0))));
        if (said instanceof Error) setImmediate(() => reject(said));
        else setImmediate(() => void Promise.resolve(said).then((payload) => resolve({ payload }), reject));
      },
    },
  };
  // `ask` uses nothing else of a kafkajs broker.
  return { connectionPool: { getConnectionByRequest: async () => connection } } as unknown as Broker;
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
  return { apiKey, apiVersion, body: frame.subarray(cursor.at) };
}
