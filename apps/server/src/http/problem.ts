/** Stable codes for what can go wrong with a request; the last part of the `type` of a problem. */
export type ProblemCode =
  | 'faulty-resources'
  | 'no-resources'
  | 'masked-secret'
  | 'faulty-request'
  | 'faulty-results'
  | 'not-found'
  | 'method-not-allowed'
  | 'misdirected'
  | 'ambiguous-name'
  | 'referenced'
  | 'no-problem'
  | 'not-undelivered'
  | 'under-way'
  | 'channel-missing'
  | 'gone'
  | 'unauthorized'
  | 'unsupported-media-type'
  | 'too-large'
  | 'busy'
  | 'log-unavailable'
  | 'clickhouse-unavailable'
  | 'http-error'
  | 'unexpected';

/** A refusal of a request (RFC 9457), thrown anywhere below a controller. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    /** What was wrong with this request, and what to do. */
    readonly detail: string,
    /** Additional members for programs. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  /** Whether the same request may succeed later. */
  get retry(): boolean {
    return this.status === 503 || this.status === 429;
  }
}

const titles: Readonly<Record<ProblemCode, string>> = {
  'faulty-resources': 'The resources have faults; nothing was applied',
  'no-resources': 'There is no resource in the request',
  'masked-secret': 'A masked secret cannot be applied',
  'faulty-request': 'The request has faults',
  'faulty-results': 'None of the Results can be accepted',
  'not-found': 'Not found',
  'method-not-allowed': 'The path does not support this method',
  misdirected: 'This Server does not serve this host name',
  'ambiguous-name': 'Several resources have this name',
  referenced: 'Other resources refer to it',
  'no-problem': 'The Check has no problem',
  'not-undelivered': 'The message has not ended undelivered',
  'under-way': 'The message is still under way',
  'channel-missing': 'The Channel of the message is no longer configured',
  gone: 'The record of the message has been deleted',
  unauthorized: 'A token is required',
  'unsupported-media-type': 'The content type of the body is not supported',
  'too-large': 'The body is too large',
  busy: 'Too many requests are waiting already',
  'log-unavailable': 'Kafka or the schema registry cannot be used now',
  'clickhouse-unavailable': 'ClickHouse cannot be used now',
  'http-error': 'The request cannot be answered',
  unexpected: 'Something unexpected happened',
};

/** The body of a problem as defined by RFC 9457. */
export function problemBody(problem: Problem, instance: string): Readonly<Record<string, unknown>> {
  const { status, code, detail, members } = problem;
  return {
    type: `urn:panto:problem:${code}`,
    title: titles[code],
    status,
    detail,
    instance,
    code,
    retry: problem.retry,
    ...members,
  };
}
