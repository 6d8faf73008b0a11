import type { z } from 'zod';
import { TargetFailure } from '../failure';
import { measured, type MetricMaps, type Probe } from '../probe';
import { readBody } from './body';
import { exchange, type Answer } from './exchange';
import { httpParameters } from './parameters';
import { firstHop, nextHop } from './redirect';

type Parameters = z.output<typeof httpParameters>;

/** Requests a URL, follows redirects, and checks status, body and certificate. Never reuses connections. */
export const http: Probe<typeof httpParameters> = {
  name: 'http',
  kind: 'remote',
  summary: 'Requests a URL over HTTP or HTTPS, and checks the status, the body and the certificate.',
  parameters: httpParameters,
  metrics: {
    'status-code': { type: 'int', text: 'Status of the last response.' },
    'body-bytes': { type: 'int', text: 'Length of the body after decompression.' },
    redirects: { type: 'int', text: 'Redirects followed.' },
    'dns-seconds': { type: 'float', text: 'Resolving names, over all redirects.' },
    'connect-seconds': { type: 'float', text: 'Connecting, over all redirects.' },
    'tls-seconds': { type: 'float', text: 'TLS handshakes, over all redirects.' },
    'ttfb-seconds': { type: 'float', text: 'From requests to the heads of responses, over all redirects.' },
    'total-seconds': { type: 'float', text: 'From the start to the last byte of the last body.' },
    'tls-expires-seconds': { type: 'float', text: 'Seconds until the certificate expires; https only.' },
    'http-version': { type: 'string', text: 'HTTP version of the last response.' },
    match: { type: 'bool', text: 'Whether `match` was found; only with `match`.' },
  },
  async run(parameters, context) {
    const matches = parameters.match === undefined ? null : context.matcher(parameters.match);
    const begun = context.clock.elapsed();
    const answers: Answer[] = [];
    for (let hop = firstHop(parameters); ;) {
      const answer = await exchange(hop, parameters, context);
      answers.push(answer);
      const next = nextHop(hop, answer, answers.length, parameters.follow);
      if (next) {
        answer.response.destroy();
        hop = next;
        continue;
      }
      const soFar = (): Partial<MetricMaps> =>
        metricsOf(answers, answer, (context.clock.elapsed() - begun) / 1000);
      const body = await readBody(answer.response, parameters.maxBodyBytes, soFar);
      return measured(judge(parameters, answer, body, matches, soFar()));
    }
  },
};

/** The complete metrics; throws the failure for a bad status or body. */
function judge(
  parameters: Parameters,
  answer: Answer,
  body: Buffer,
  matches: ((text: string) => boolean) | null,
  soFar: Partial<MetricMaps>,
): Partial<MetricMaps> {
  const match = matches === null ? {} : { match: matches(body.toString('utf8')) };
  const metrics = { ...soFar, ints: { ...soFar.ints, 'body-bytes': body.length }, bools: match };
  if (!expected(parameters.expectStatus, answer.status)) {
    const wanted = parameters.expectStatus.join(', ');
    throw new TargetFailure('status', `status ${answer.status}, expected ${wanted}`, metrics);
  }
  if (match.match === false) {
    throw new TargetFailure('no-match', `the body does not match ${parameters.match ?? ''}`, metrics);
  }
  return metrics;
}

function expected(wanted: Parameters['expectStatus'], status: number): boolean {
  return wanted.some((one) => one === status || one === `${Math.floor(status / 100)}xx`);
}

function metricsOf(answers: readonly Answer[], last: Answer, total: number): Partial<MetricMaps> {
  const sum = (phase: 'dns' | 'connect' | 'tls' | 'ttfb'): number =>
    answers.reduce((seconds, answer) => seconds + answer[phase], 0);
  return {
    ints: { 'status-code': last.status, redirects: answers.length - 1 },
    floats: {
      'dns-seconds': sum('dns'),
      'connect-seconds': sum('connect'),
      'tls-seconds': sum('tls'),
      'ttfb-seconds': sum('ttfb'),
      'total-seconds': total,
      ...(last.expires !== null && { 'tls-expires-seconds': last.expires }),
    },
    strings: { 'http-version': last.response.httpVersion },
  };
}
