import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import type { BufferPool } from './buffer-pool';
import { Frames } from './frames';

/** Bytes read from a socket at once, into the same memory each time. */
const readSize = 256 * 1024;

/** No response is this large: batches have some MiB at most, and a fetch asks for a few. */
const largestFrame = 512 * 1024 * 1024;

/** A connection that is idle for this long is probed, ms. */
const keepAlive = 60_000;

/**
 * Creates the sockets of kafkajs. They deliver whole frames in pooled memory, because each chunk that a socket delivers
 * would be a separate allocation. TLS still delivers chunks: its decrypted data are allocated that way.
 */
export function frameSockets(pool: BufferPool): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    // kafkajs passes null for none, whatever its types say.
    const secure = ssl as typeof ssl | null | undefined;
    const socket =
      secure == null ? framed(host, port, onConnect, pool) : encrypted(host, port, secure, onConnect);
    socket.setKeepAlive(true, keepAlive);
    socket.setNoDelay(true);
    return socket;
  };
}

function encrypted(host: string, port: number, ssl: tls.ConnectionOptions, onConnect: () => void): Socket {
  const name = net.isIP(host) === 0 ? { servername: host } : {};
  return tls.connect({ host, port, ...name, ...ssl }, onConnect);
}

function framed(host: string, port: number, onConnect: () => void, pool: BufferPool): Socket {
  const frames = new Frames((frame) => socket.emit('data', frame), largestFrame, pool);
  const onread = {
    buffer: Buffer.allocUnsafeSlow(readSize),
    callback(count: number, bytes: Uint8Array): boolean {
      try {
        frames.take(bytes.subarray(0, count));
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
      return true;
    },
  };
  const socket = net.connect({ host, port, onread }, onConnect);
  return socket;
}
