import { Resolver } from 'node:dns/promises';
import type { z } from 'zod';
import { errorCode, errorText, TargetFailure } from '../failure';
import { measured, type MetricMaps, type Probe, type ProbeContext } from '../probe';
import { ProbeError } from '../probe-error';
import { dnsParameters } from './parameters';

type Parameters = z.output<typeof dnsParameters>;
interface Records {
  readonly answers: readonly string[];
  readonly serial?: number;
}

/** The response code for a resolver error (RFC 1035, 4.1.1); ENODATA: the name exists, the type does not. */
const rcodes: Readonly<Record<string, string>> = {
  ENODATA: 'NOERROR',
  ENOTFOUND: 'NXDOMAIN',
  EFORMERR: 'FORMERR',
  ESERVFAIL: 'SERVFAIL',
  ENOTIMP: 'NOTIMP',
  EREFUSED: 'REFUSED',
};

/** Queries a DNS server. */
export const dns: Probe<typeof dnsParameters> = {
  name: 'dns',
  kind: 'remote',
  summary: 'Queries a DNS server for records of a name.',
  parameters: dnsParameters,
  metrics: {
    rcode: { type: 'string', text: 'NOERROR, NXDOMAIN, SERVFAIL, REFUSED, FORMERR or NOTIMP.' },
    'lookup-seconds': { type: 'float', text: 'How long the response took.' },
    answers: { type: 'int', text: 'Number of records.' },
    answer: { type: 'string', text: 'The records, sorted and separated by commas.' },
    match: { type: 'bool', text: 'Whether `expect` was found; only with `expect`.' },
    'soa-serial': { type: 'int', text: 'Serial number of the zone; only with type SOA.' },
  },
  async run(parameters, context) {
    const matches = parameters.expect === undefined ? null : context.matcher(parameters.expect);
    const begun = context.clock.elapsed();
    const seconds = (): number => (context.clock.elapsed() - begun) / 1000;
    const found = await ask(parameters, context).catch((error: unknown) => {
      throw translated(error, seconds());
    });
    const metrics = metricsOf(found, seconds());
    if (matches === null) return measured(metrics);
    const match = found.answers.some(matches);
    const complete = { ...metrics, bools: { match } };
    if (match) return measured(complete);
    throw new TargetFailure('no-match', `no answer matches ${parameters.expect ?? ''}`, complete);
  },
};

async function ask(parameters: Parameters, context: ProbeContext): Promise<Records> {
  const resolver = new Resolver({ timeout: context.timeout, tries: 1 });
  const { server, port } = parameters;
  if (server !== undefined) {
    if (!context.permits(server))
      throw new ProbeError('not-permitted', `the Agent may not talk to ${server}`);
    resolver.setServers([server.includes(':') ? `[${server}]:${port}` : `${server}:${port}`]);
  }
  context.signal.addEventListener('abort', () => resolver.cancel(), { once: true });
  return lookup(resolver, parameters.name ?? context.target.address, parameters.type);
}

async function lookup(resolver: Resolver, name: string, type: Parameters['type']): Promise<Records> {
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { answers: (await resolver.resolve(name, type)) as string[] };
    case 'MX':
      return { answers: (await resolver.resolveMx(name)).map((mx) => `${mx.priority} ${mx.exchange}`) };
    case 'TXT':
      return { answers: (await resolver.resolveTxt(name)).map((parts) => parts.join('')) };
    case 'SRV':
      return {
        answers: (await resolver.resolveSrv(name)).map(
          (srv) => `${srv.priority} ${srv.weight} ${srv.port} ${srv.name}`,
        ),
      };
    case 'SOA': {
      const soa = await resolver.resolveSoa(name);
      return { answers: [`${soa.nsname} ${soa.hostmaster} ${soa.serial}`], serial: soa.serial };
    }
  }
}

function metricsOf({ answers, serial }: Records, seconds: number): Partial<MetricMaps> {
  return {
    ints: { answers: answers.length, ...(serial !== undefined && { 'soa-serial': serial }) },
    floats: { 'lookup-seconds': seconds },
    strings: { rcode: 'NOERROR', answer: [...answers].sort().join(',') },
  };
}

/** An error response is a failure of the Target; so is a server that does not answer. */
function translated(error: unknown, seconds: number): unknown {
  const code = errorCode(error) ?? '';
  const rcode = rcodes[code];
  if (code === 'ETIMEOUT') return new TargetFailure('timeout', 'the DNS server did not answer');
  if (code === 'EBADRESP')
    return new TargetFailure('protocol', 'the response of the DNS server cannot be parsed');
  if (rcode === undefined) return error;
  const metrics = { ints: { answers: 0 }, floats: { 'lookup-seconds': seconds }, strings: { rcode } };
  return new TargetFailure(rcode === 'NXDOMAIN' ? 'name-not-found' : 'rcode', errorText(error), metrics);
}
