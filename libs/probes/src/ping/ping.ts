import { execFile } from 'node:child_process';
import type { z } from 'zod';
import { permittedAddress } from '../permitted-lookup';
import { failed, measured, type Outcome, type Probe, type ProbeContext } from '../probe';
import { ProbeError } from '../probe-error';
import { pingParameters } from './parameters';
import { readPing, type PingReport } from './report';

/** The Probe `ping`, using a program that understands the options of iputils and BusyBox. */
export function pingWith(program: string): Probe<typeof pingParameters> {
  return {
    name: 'ping',
    kind: 'remote',
    summary: 'Sends ICMP echo requests with the `ping` program of the system.',
    parameters: pingParameters,
    metrics: {
      sent: { type: 'int', text: 'Packets sent.' },
      received: { type: 'int', text: 'Packets that came back.' },
      'loss-ratio': { type: 'float', text: 'Share of packets that did not come back, 0 to 1.' },
      'min-seconds': { type: 'float', text: 'Shortest round trip.' },
      'avg-seconds': { type: 'float', text: 'Mean round trip.' },
      'max-seconds': { type: 'float', text: 'Longest round trip.' },
      'stddev-seconds': { type: 'float', text: 'Deviation of the round trips, if the program reports it.' },
    },
    async run(parameters, context) {
      const host = await permittedAddress(parameters.address ?? context.target.address, context);
      const { output, complaint } = await runPing(program, optionsOf(parameters, host), context);
      const report = readPing(output);
      if (report !== null) return outcomeOf(report, host);
      if (noWay.test(complaint)) return failed('unreachable', complaint);
      throw new ProbeError('system', `${program} reported nothing: ${complaint || output || 'no output'}`);
    },
  };
}

/** The Probe `ping`, using the program on the path. */
export const ping = pingWith('ping');

/** The program's output if the system has no route: it then sends nothing, and reports nothing. */
const noWay = /(network|host) is unreachable|no route to host/i;

/** Fixed options; the address is an IP address by now, so it cannot be taken for an option. */
function optionsOf(parameters: z.output<typeof pingParameters>, host: string): readonly string[] {
  const { count, interval, timeout } = parameters;
  const deadline = Math.max(1, Math.floor(timeout / 1000) - 1);
  return ['-n', '-q', '-c', String(count), '-i', String(interval / 1000), '-w', String(deadline), host];
}

interface Run {
  readonly output: string;
  readonly complaint: string;
}

/** Exit code 1 means that no packet came back; the output contains the report all the same. */
function runPing(program: string, options: readonly string[], context: ProbeContext): Promise<Run> {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
  return new Promise((resolve, reject) => {
    execFile(
      program,
      options,
      { env, signal: context.signal, maxBuffer: 65_536, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        if (error?.code === 'ENOENT') reject(missing(program));
        else resolve({ output: stdout, complaint: stderr.trim() });
      },
    );
  });
}

function missing(program: string): ProbeError {
  return new ProbeError(
    'missing-program',
    `there is no program ${program} on the path of the Agent; install it (package iputils-ping or iputils)`,
  );
}

function outcomeOf(report: PingReport, host: string): Outcome {
  const metrics = {
    ints: { sent: report.sent, received: report.received },
    floats: { 'loss-ratio': report.sent === 0 ? 1 : 1 - report.received / report.sent, ...report.seconds },
  };
  return report.received > 0
    ? measured(metrics)
    : failed('no-reply', `none of ${report.sent} packets to ${host} came back`, metrics);
}
