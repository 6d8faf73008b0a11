import type { IncomingMessage } from 'node:http';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { errorCode, TargetFailure } from '../failure';
import type { MetricMaps } from '../probe';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Reads and decompresses a body, at most `limit` bytes of output; `metrics` are attached to a failure. */
export async function readBody(
  response: IncomingMessage,
  limit: number,
  metrics: () => Partial<MetricMaps>,
): Promise<Buffer> {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? '';
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding]?.() : undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  let received = 0;
  const counted = async function* (packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of packed) {
      received += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(
      response,
      counted,
      decoder ?? new PassThrough(),
      async (decoded: AsyncIterable<Buffer>) => {
        for await (const chunk of decoded) {
          size += chunk.length;
          if (size > limit) return;
          chunks.push(chunk);
        }
      },
    );
  } catch (error) {
    // Responses to HEAD, 204s and empty ones name the encoding of a body they do not have.
    if (received === 0 && undecodable(error)) return Buffer.alloc(0);
    if (size <= limit) {
      throw undecodable(error)
        ? new TargetFailure('protocol', `the body is not ${encoding}`, metrics())
        : error;
    }
  }
  if (size > limit) throw new TargetFailure('body-too-large', `more than ${limit} bytes`, metrics());
  return Buffer.concat(chunks);
}

/** A decompression error: codes begin with Z_ (gzip, deflate) or ERR_ plus what Brotli found. */
function undecodable(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  return /^(Z_|ERR__?ERROR_FORMAT|ERR_BROTLI|ERR_PADDING)/.test(code);
}
