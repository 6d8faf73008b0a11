import { delivered, failed, type FailureReason, type Outcome } from './outcome';

/** What a range of HTTP statuses means to a sender. */
export interface StatusRow {
  readonly from: number;
  readonly to: number;
  readonly meaning: 'delivered' | FailureReason;
}

const row = (from: number, to: number, meaning: StatusRow['meaning']): StatusRow => ({ from, to, meaning });

/**
 * Every HTTP status; the first row that contains it counts. Redirects are not followed: a message goes to the
 * configured address or nowhere (Standard Webhooks, "3xx is a failure"; 410 asks to send no more).
 */
export const statusTable: readonly StatusRow[] = [
  row(200, 299, 'delivered'),
  row(300, 399, 'redirected'),
  row(401, 401, 'authError'),
  row(403, 403, 'authError'),
  row(407, 407, 'authError'),
  row(408, 408, 'timeout'),
  row(410, 410, 'disabled'),
  row(421, 421, 'serverError'),
  row(425, 425, 'serverError'),
  row(429, 429, 'rateLimited'),
  row(400, 499, 'clientError'),
  row(0, 999, 'serverError'),
];

/** The outcome for an HTTP response; `retryAfter` is the raw header, `now` the time for its absolute form. */
export function outcomeOfStatus(status: number, retryAfter: string | null, now: number, said = ''): Outcome {
  const detail = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
  const meaning =
    statusTable.find(({ from, to }) => status >= from && status <= to)?.meaning ?? 'serverError';
  return meaning === 'delivered'
    ? delivered(detail)
    : failed(meaning, detail, parseRetryAfter(retryAfter, now));
}

/** RFC 9110, 10.2.3: a number of seconds or a date. Returns ms from now; null if it is neither. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
