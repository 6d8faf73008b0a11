import { channelSpec } from '@panto/channels';
import { probes } from '@panto/probes';
import { parseResources } from '@panto/resource';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn } from './demo';

const values = {
  host: 'box',
  serverPort: '8080',
  kafkaHost: '127.0.0.1',
  kafkaPort: '9092',
  tlsPort: '8443',
};
const folder = join(import.meta.dirname, '..', '..', 'demo');

it('fills in known values and leaves the rest', () => {
  expect(fillIn('${host}:${port}', { host: 'box' })).toBe('box:${port}');
});

it('is a set of resources without a fault', () => {
  const agent = { file: 'agent', text: 'kind: Agent\nmetadata: { name: box }\n' };
  const sources = ['this-machine.yaml', 'tls.yaml'].map((file) => ({
    file,
    text: fillIn(readFileSync(join(folder, file), 'utf8'), values),
  }));
  const forms = {
    probes: Object.fromEntries([...probes].map(([name, { parameters }]) => [name, parameters])),
    channels: channelSpec,
  };
  const reading = parseResources([agent, ...sources], forms);
  expect(reading).toMatchObject({ ok: true });
});
