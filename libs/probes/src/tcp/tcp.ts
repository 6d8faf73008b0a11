import type { Socket } from 'node:net';
import { dial } from '../dial';
import { TargetFailure } from '../failure';
import { measured, type Probe } from '../probe';
import { tcpParameters } from './parameters';

/** Maximum number of bytes read while waiting for the expected text. */
const mostRead = 65_536;

/** Connects to a TCP port, optionally sends a text, and optionally waits for an answer. */
export const tcp: Probe<typeof tcpParameters> = {
  name: 'tcp',
  kind: 'remote',
  summary: 'Connects to a TCP port; may send a text and wait for an answer.',
  parameters: tcpParameters,
  metrics: {
    'dns-seconds': { type: 'float', text: 'Resolving the name.' },
    'connect-seconds': { type: 'float', text: 'Connecting.' },
    match: { type: 'bool', text: 'Whether `expect` was found; only with `expect`.' },
    banner: { type: 'string', text: 'The beginning of the answer; only with `expect`.' },
  },
  async run(parameters, context) {
    const { expect, send } = parameters;
    const matches = expect === undefined ? null : context.matcher(expect);
    const host = parameters.address ?? context.target.address;
    const { socket, phases } = await dial({ host, port: parameters.port }, context);
    const floats = { 'dns-seconds': phases.dns, 'connect-seconds': phases.connect };
    try {
      if (send !== undefined) socket.write(send);
      if (matches === null) return measured({ floats });
      const { text, match } = await readUntil(socket, matches);
      const metrics = { floats, strings: { banner: text }, bools: { match } };
      if (!match) throw new TargetFailure('no-match', `the answer does not match ${expect ?? ''}`, metrics);
      return measured(metrics);
    } finally {
      socket.destroy();
    }
  },
};

/** Reads until the text matches, the other side ends, or enough has arrived. */
async function readUntil(
  socket: Socket,
  matches: (text: string) => boolean,
): Promise<{ readonly text: string; readonly match: boolean }> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes, chunk]).subarray(0, mostRead);
    const text = bytes.toString('utf8');
    if (matches(text)) return { text, match: true };
    if (bytes.length >= mostRead) break;
  }
  return { text: bytes.toString('utf8'), match: false };
}
