import Connection, { type SentRequest } from 'kafkajs/src/network/connection.js';

let mended = false;

/**
 * kafkajs (2.2.4) keeps a connection on which a request was not answered in time, and asks on it again: when it is dead
 * (half-open, a firewall that has forgotten it) nothing is ever answered any more. And it waits for an answer to an
 * authentication without a limit. From now on such a connection is ended, as Kafka's own clients do; whatever else waits
 * on it fails with it, and the next request opens another one.
 */
export function endSilentConnections(): void {
  if (mended) return;
  mended = true;
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
    const late = `no answer to an authentication within ${this.requestTimeout} ms`;
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
}

/** Whether a request was not answered in time. */
export function isTimeout(error: unknown): error is Error {
  return error instanceof Error && error.name === 'KafkaJSRequestTimeoutError';
}

/** Ends a connection; what waits on it is told by the error of its socket. */
export function endConnection({ socket }: Connection, reason: string): void {
  socket?.destroy(new Error(reason));
}
