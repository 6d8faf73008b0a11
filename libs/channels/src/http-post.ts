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

/** How much of a response body is read at most, bytes. */
const maxAnswer = 4096;
/** Maximum wait for the rest of a response whose status is known, ms. */
const restOfAnswer = 1000;

/**
 * Sends a message and returns the outcome. The status decides: a body that does not come, or does not end,
 * does not change it. `explain` turns the beginning of an unsuccessful response into one line; without it
 * only the status is reported.
 */
export async function httpPost(
  dispatcher: Dispatcher,
  post: HttpPost,
  signal: AbortSignal,
  now: number,
  explain?: (answer: string) => string,
): Promise<Outcome> {
  try {
    const { statusCode, headers, body } = await request(post.url, {
      dispatcher,
      signal,
      method: 'POST',
      headers: { 'user-agent': 'panto', ...post.headers },
      body: post.body,
    });
    const said = statusCode >= 300 && explain !== undefined ? explain(await beginning(body)) : drop(body);
    const retryAfter = headers['retry-after'];
    const wait = typeof retryAfter === 'string' ? retryAfter : null;
    return outcomeOfStatus(statusCode, wait, now, said);
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Reads a short unwanted body, so that its connection can be reused; any other body ends the connection. */
function drop(body: Dispatcher.ResponseData['body']): '' {
  body.dump({ limit: maxAnswer, signal: AbortSignal.timeout(restOfAnswer) }).catch(() => undefined);
  return '';
}

/** The first bytes of a body that arrive in time; does not wait for the rest. */
async function beginning(body: Dispatcher.ResponseData['body']): Promise<string> {
  const late = setTimeout(() => body.destroy(), restOfAnswer);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk));
      length += Buffer.byteLength(chunk);
      if (length >= maxAnswer) break;
    }
  } catch {
    // Whatever has arrived is returned all the same.
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(chunks).subarray(0, maxAnswer).toString('utf8');
}
