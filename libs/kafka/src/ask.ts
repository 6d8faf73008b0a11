import type { Broker } from 'kafkajs';
import type Connection from 'kafkajs/src/network/connection.js';
import { BytePacker } from './byte-packer';
import { endConnection, isTimeout } from './workarounds/end-silent-connections';

/** A request of Kafka's protocol. */
export interface Question {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
  /** Whether the version is flexible (KIP-482): tagged fields end every structure, the header included. */
  readonly flexible?: boolean;
  /** What follows the common request header, in pieces that are sent as they are. */
  readonly body: readonly Buffer[];
  /** How long the response may take, ms. */
  readonly timeout: number;
}

/** The part of a kafkajs broker that holds its connections; missing from its types. */
interface Connected {
  readonly connectionPool: {
    getConnectionByRequest(call: { readonly request: { readonly apiKey: number } }): Promise<Connection>;
  };
}

/**
 * Sends a request over kafkajs's connection to a broker, and returns the response after its correlation id. kafkajs
 * itself copies a request three times, and allocates memory outside V8's heap for each copy.
 */
export async function ask(broker: Broker, question: Question): Promise<Buffer> {
  if (!isConnected(broker)) throw new Error('kafkajs is not the pinned version');
  const connection = await broker.connectionPool.getConnectionByRequest({ request: question });
  await connection.authenticate();
  try {
    return await exchange(connection, question);
  } catch (error) {
    if (isTimeout(error)) endConnection(connection, error.message);
    throw error;
  }
}

async function exchange(connection: Connection, question: Question): Promise<Buffer> {
  const { apiKey, apiVersion, apiName, body, timeout } = question;
  const correlationId = connection.nextCorrelationId();
  const head = headOf(question, correlationId, connection.clientId);
  const { payload } = await new Promise<{ readonly payload: Buffer }>((resolve, reject) => {
    connection.failIfNotConnected();
    connection.requestQueue.push({
      entry: { apiKey, apiName, apiVersion, correlationId, resolve, reject },
      expectResponse: true,
      requestTimeout: timeout,
      sendRequest() {
        const { socket } = connection;
        socket?.cork();
        for (const piece of [head, ...body]) socket?.write(piece);
        socket?.uncork();
      },
    });
  });
  return payload;
}

function headOf(
  { apiKey, apiVersion, flexible = false, body }: Question,
  correlationId: number,
  clientId: string,
): Buffer {
  const packer = new BytePacker().int16(apiKey).int16(apiVersion).int32(correlationId).text(clientId);
  const head = (flexible ? packer.noTags() : packer).take();
  const size = body.reduce((sum, { length }) => sum + length, head.length);
  return Buffer.concat([new BytePacker().int32(size).take(), head]);
}

function isConnected(broker: object): broker is Connected {
  return 'connectionPool' in broker;
}
