import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProbe } from '../test-surroundings';
import { pingWith } from './ping';
import { readPing } from './report';

const iputils = `PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.

--- 192.0.2.1 ping statistics ---
4 packets transmitted, 3 received, 25% packet loss, time 3004ms
rtt min/avg/max/mdev = 10.250/12.500/14.750/1.500 ms
`;
const busybox = `PING 192.0.2.1 (192.0.2.1): 56 data bytes

--- 192.0.2.1 ping statistics ---
4 packets transmitted, 4 packets received, 0% packet loss
round-trip min/avg/max = 0.080/0.085/0.096 ms
`;
const silent = `--- 192.0.2.1 ping statistics ---
4 packets transmitted, 0 received, +4 errors, 100% packet loss, time 3055ms
`;

test.each([
  [
    'iputils',
    iputils,
    {
      sent: 4,
      received: 3,
      seconds: {
        'min-seconds': 0.01025,
        'avg-seconds': 0.0125,
        'max-seconds': 0.01475,
        'stddev-seconds': 0.0015,
      },
    },
  ],
  [
    'BusyBox, which reports no deviation',
    busybox,
    {
      sent: 4,
      received: 4,
      seconds: { 'min-seconds': 0.00008, 'avg-seconds': 0.000085, 'max-seconds': 0.000096 },
    },
  ],
  ['nobody, as nothing came back', silent, { sent: 4, received: 0, seconds: {} }],
  ['something else', 'ping: unknown host', null],
])('reads the report of %s', (_, output, report) => {
  expect(readPing(output)).toEqual(report);
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-ping-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

test('the program is called with fixed options, and its report becomes metrics', async () => {
  const path = await program('good', `printf '%s\\n' "$*" > ${folder}/options\ncat <<'EOF'\n${iputils}EOF`);
  expect(await runProbe(pingWith(path), { count: 4 })).toMatchObject({
    error: null,
    bools: { up: true },
    ints: { sent: 4, received: 3 },
    floats: { 'loss-ratio': 0.25, 'avg-seconds': 0.0125 },
  });
  expect(await readFile(join(folder, 'options'), 'utf8')).toBe('-n -q -c 4 -i 1 -w 9 127.0.0.1\n');
});

test('no returned packet is a measured failure, although the program exits with an error', async () => {
  const path = await program('silent', `cat <<'EOF'\n${silent}EOF\nexit 1`);
  expect(await runProbe(pingWith(path), {})).toMatchObject({
    error: null,
    bools: { up: false },
    strings: { failure: 'no-reply' },
    floats: { 'loss-ratio': 1 },
  });
});

test('a missing program is an error that says what to install', async () => {
  const { error } = await runProbe(pingWith(join(folder, 'none')), {});
  expect(error).toMatch(/^missing-program: there is no program .* install it/);
});

test('a program without permission to send is an error', async () => {
  const path = await program('forbidden', 'echo "ping: socket: Operation not permitted" >&2; exit 2');
  expect((await runProbe(pingWith(path), {})).error).toMatch(/^system: .*Operation not permitted/);
});

test.each(['Network is unreachable', 'No route to host'])(
  '%s is a measured failure, as for tcp',
  async (words) => {
    const path = await program('no-way', `echo "ping: connect: ${words}" >&2; exit 2`);
    expect(await runProbe(pingWith(path), {})).toMatchObject({
      error: null,
      bools: { up: false },
      strings: { failure: 'unreachable' },
    });
  },
);

test('an address that looks like an option is refused', async () => {
  expect((await runProbe(pingWith('ping'), { address: '-f' })).error).toMatch(/^parameters: address/);
});
