import { request, type Dispatcher } from 'undici';
import { outcomeOfError } from './failure';
import { outcomeOfStatus } from './http-status';
import type { Outcome } from './outcome';

/** A message as an HTTP request. */
export interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Most of an answer that is read, bytes. */
const maxAnswer = 4096;

/**
 * Sends a message and says what came of it. `explain` makes one line of the beginning of an answer that is no
 * success; without it only the status is told.
 */
export async function httpPost(
  dispatcher: Dispatcher,
  post: HttpPost,
  signal: AbortSignal,
  now: number,
  explain: (answer: string) => string = () => '',
): Promise<Outcome> {
  try {
    const { statusCode, headers, body } = await request(post.url, {
      dispatcher,
      signal,
      method: 'POST',
      headers: { 'user-agent': 'panto', ...post.headers },
      body: post.body,
    });
    const answer = await beginning(body);
    const retryAfter = headers['retry-after'];
    const wait = typeof retryAfter === 'string' ? retryAfter : null;
    return outcomeOfStatus(statusCode, wait, now, statusCode < 300 ? '' : explain(answer));
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** The first bytes of a body; the rest is not waited for. */
async function beginning(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(Buffer.from(chunk));
    length += Buffer.byteLength(chunk);
    if (length >= maxAnswer) break;
  }
  return Buffer.concat(chunks).subarray(0, maxAnswer).toString('utf8');
}
