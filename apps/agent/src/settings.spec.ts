import { expect, test } from '@jest/globals';
import { readSettings } from '@panto/service';
import { agentSettings } from './settings';

test('an empty environment is enough', () => {
  const settings = readSettings(agentSettings, {});
  expect(settings).toMatchObject({
    serverUrl: 'http://127.0.0.1:8080',
    labels: {},
    probes: null,
    networks: null,
  });
  expect(settings.name.length).toBeGreaterThan(0);
});

test('labels and lists are read', () => {
  const settings = readSettings(agentSettings, {
    PANTO_AGENT_LABELS: 'site=berlin, rack=a=1',
    PANTO_AGENT_PROBES: 'http, cpu',
    PANTO_AGENT_NETWORKS: '10.0.0.0/8',
  });
  expect(settings).toMatchObject({
    labels: { site: 'berlin', rack: 'a=1' },
    probes: ['http', 'cpu'],
    networks: ['10.0.0.0/8'],
  });
});

test.each([
  ['PANTO_SERVER_URL', 'localhost:8080'],
  ['PANTO_AGENT_LABELS', 'site'],
  ['PANTO_AGENT_PROBES', 'http,telepathy'],
  ['PANTO_AGENT_NETWORKS', '10.0.0.1'],
  ['PANTO_AGENT_SPOOL_BYTES', '1'],
])('%s may not be %s, and is named', (name, value) => {
  expect(() => readSettings(agentSettings, { [name]: value })).toThrow(name);
});
