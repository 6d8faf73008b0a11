import { createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Thrown if a body exceeds its limit. */
export class BodyTooLarge extends Error {}

const decoders = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress } as const;

/** Whether a Content-Encoding is supported. */
export const readable = (encoding: string | undefined): boolean =>
  encoding === undefined || encoding === 'identity' || encoding in decoders;

/** Counts bytes after decompression, and ends the stream beyond the limit. */
const bounded = (limit: number): Transform => {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(new BodyTooLarge(`the body is longer than ${limit} bytes`));
      else done(null, chunk);
    },
  });
};

const steps = (request: IncomingMessage, limit: number): [Readable, ...Transform[]] => {
  const encoding = request.headers['content-encoding'];
  const decode = decoders[encoding as keyof typeof decoders] as (() => Transform) | undefined;
  return decode === undefined ? [request, bounded(limit)] : [request, decode(), bounded(limit)];
};

/** Reads a body into memory. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await pipeline([...steps(request, limit), sink]);
  return Buffer.concat(chunks);
}

/** Writes a body to a file. If that fails, no file is left. */
export async function saveBody(request: IncomingMessage, path: string, limit: number): Promise<void> {
  try {
    await pipeline([...steps(request, limit), createWriteStream(path, { mode: 0o600 })]);
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  }
}
