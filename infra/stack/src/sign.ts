import { connect } from 'node:net';
import type { Sign } from './part';

/** Timeout of one check, ms. */
const patience = 2_000;

/** Checks once whether a part is up. */
export function answers(sign: Sign): Promise<boolean> {
  switch (sign.kind) {
    case 'kafka':
      return kafkaAnswers(sign.port);
    case 'http':
      return fetch(sign.url, { signal: AbortSignal.timeout(patience) }).then(
        (response) => response.ok,
        () => false,
      );
  }
}

/**
 * A broker listens before it serves: it is up once it answers ApiVersions (key 18, version 0), the one
 * request that every broker answers. Frame: length, then key, version, correlation id, client id (none).
 */
function kafkaAnswers(port: number): Promise<boolean> {
  const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: patience });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => socket.write(request));
    socket.once('data', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
    socket.once('close', () => end(false));
  });
}
