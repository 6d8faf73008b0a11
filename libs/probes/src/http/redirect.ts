import type { z } from 'zod';
import { TargetFailure } from '../failure';
import type { Answer, Hop } from './exchange';
import type { httpParameters } from './parameters';

/** Statuses that redirect (RFC 9110, 15.4). */
const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The request that the parameters describe. */
export function firstHop(parameters: z.output<typeof httpParameters>): Hop {
  const { url, method, headers, body } = parameters;
  return { url: new URL(url), method, headers, body };
}

/**
 * The next request after the `count`-th response; null if that is the last one. More than `follow` redirects
 * are a failure.
 */
export function nextHop(
  hop: Hop,
  answer: Pick<Answer, 'status'> & {
    readonly response: { readonly headers: { readonly location?: string | undefined } };
  },
  count: number,
  follow: number,
): Hop | null {
  const { location } = answer.response.headers;
  if (follow === 0 || !redirecting.has(answer.status) || location === undefined) return null;
  if (count > follow) throw new TargetFailure('redirects', `more than ${follow} redirects`);
  const place = asWritten(location);
  const url = URL.canParse(place, hop.url.href) ? new URL(place, hop.url) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TargetFailure('redirects', 'a redirect does not lead to an http or https URL');
  }
  // 303 always, 301 and 302 in practice: a POST is repeated as a GET (RFC 9110, 15.4).
  const asGet = answer.status === 303 ? hop.method !== 'HEAD' : answer.status < 303 && hop.method === 'POST';
  return {
    url,
    method: asGet ? 'GET' : hop.method,
    headers: url.origin === hop.url.origin ? hop.headers : {},
    body: asGet ? undefined : hop.body,
  };
}

/** Headers are read byte by byte; UTF-8 in them, which many servers send, is decoded as such. */
function asWritten(header: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}
