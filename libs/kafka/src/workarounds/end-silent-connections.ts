import Connection, { type SentRequest } from 'kafkajs/src/network/connection.js';
import { once } from './once';

/**
 * kafkajs (2.2.4) keeps a connection on which a request timed out, and sends further requests on it: if it is dead
 * (half-open, or dropped by a firewall), nothing is ever answered again. It also waits for a response to an
 * authentication without a timeout. With this fix such a connection is ended, as Kafka's own clients do; everything
 * else that waits on it fails with it, and the next request opens a new one.
 */
export const endSilentConnections = once(() => {
  const { send, sendAuthRequest } = Connection.prototype;
  Connection.prototype.send = async function watched(request: SentRequest): Promise<unknown> {
    try {
      return await send.call(this, request);
    } catch (error) {
      if (isTimeout(error)) endConnection(this, error.message);
      throw error;
    }
  };
  Connection.prototype.sendAuthRequest = async function watched(request: SentRequest): Promise<unknown> {
    const late = `no response to an authentication within ${this.requestTimeout} ms`;
    const timer = setTimeout(() => {
      this.authHandlers?.onError();
      endConnection(this, late);
    }, this.requestTimeout);
    try {
      return await sendAuthRequest.call(this, request);
    } finally {
      clearTimeout(timer);
    }
  };
});

/** Whether a request timed out. */
export function isTimeout(error: unknown): error is Error {
  return error instanceof Error && error.name === 'KafkaJSRequestTimeoutError';
}

/** Ends a connection; what waits on it fails with the error of its socket. */
export function endConnection({ socket }: Connection, reason: string): void {
  socket?.destroy(new Error(reason));
}
