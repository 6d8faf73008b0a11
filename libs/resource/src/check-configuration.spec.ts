import { describe, expect, it } from '@jest/globals';
import type { Check } from '@panto/model';
import { checkConfigurationOf, ConfigurationError, toCheckConfiguration } from './check-configuration';
import { formatFault } from './fault';
import { formatJson } from './json';
import { parseResources } from './parse-resources';

const text = `
kind: Target
metadata: { id: 5F0C9A52-1d1e-4f0a-9a4e-3c1d5b7a9e01, name: web-1.example.com, labels: { team: shop } }
spec: { address: 192.0.2.10, dependsOn: [core-sw1.example.com] }
---
kind: Target
metadata: { name: core-sw1.example.com }
spec: {}
---
kind: Agent
metadata: { name: edge-1 }
---
kind: Check
metadata: { id: 0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d, name: checkout-http, labels: { service: checkout } }
spec:
  target: web-1.example.com
  agent: edge-1
  probe: http
  parameters: { url: "https://web-1.example.com/health", serial: 9007199254740993 }
  interval: 30s
  states:
    - name: slow
      type: threshold
      states:
        - { state: critical, match: any, conditions: [ { field: duration-seconds, operator: gt, value: 2, recover: 1.5 } ] }
        - { state: warning, conditions: [ { field: total, operator: eq, value: 9007199254740993, reason: all } ] }
    - name: errors-rise
      type: trend
      states:
        - { state: warning, match: any, conditions: [ { field: http-500-total, last: 25, operator: ge, value: 2 } ] }
    - name: checkouts-vs-yesterday
      type: history
      states:
        - { state: critical, match: any, conditions: [ { field: checkouts, ago: 24h, compare: ratio, operator: lt, value: 0.5 }, { field: version, ago: 1d, tolerance: 0s, compare: same, operator: ne } ] }
  alerts:
    - { name: any-change, type: change }
    - { name: lasting, type: recurrence, moreThan: 3, repeatEvery: 10 }
    - { name: flapping, type: flap, moreThan: 5, within: 10m }
`;

const expected = {
  id: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  target: '5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01',
  version: 3,
  createdAt: 1_000,
  missingAfter: 90_000,
  confirm: { worse: 1, better: 1, error: 1 },
  states: [
    {
      name: 'slow',
      type: 'threshold',
      states: [
        {
          state: 'CRITICAL',
          match: 'any',
          conditions: [{ field: 'duration-seconds', operator: 'gt', value: 2, recover: 1.5 }],
        },
        {
          state: 'WARNING',
          match: 'all',
          conditions: [{ field: 'total', operator: 'eq', value: 9007199254740993n, reason: 'all' }],
        },
      ],
    },
    {
      name: 'errors-rise',
      type: 'trend',
      states: [
        {
          state: 'WARNING',
          match: 'any',
          conditions: [
            { field: 'http-500-total', last: 25, per: 'second', operator: 'ge', value: 2, counter: false },
          ],
        },
      ],
    },
    {
      name: 'checkouts-vs-yesterday',
      type: 'history',
      states: [
        {
          state: 'CRITICAL',
          match: 'any',
          conditions: [
            {
              field: 'checkouts',
              ago: 86_400_000,
              tolerance: 30_000,
              compare: 'ratio',
              operator: 'lt',
              value: 0.5,
            },
            { field: 'version', ago: 86_400_000, tolerance: 0, compare: 'same', operator: 'ne' },
          ],
        },
      ],
    },
  ],
  alerts: [
    { name: 'any-change', type: 'change', onlyWorse: false },
    { name: 'lasting', type: 'recurrence', moreThan: 3, repeatEvery: 10, counts: 'not-ok' },
    { name: 'flapping', type: 'flap', moreThan: 5, within: 600_000, settle: 2, holdChanges: true },
  ],
};

function read() {
  const reading = parseResources([{ file: 'f', text }]);
  if (!reading.ok) throw new Error(reading.faults.map(formatFault).join('\n'));
  const check = reading.resources.find(({ kind }) => kind === 'Check');
  if (check?.kind !== 'Check') throw new Error('no Check was read');
  return check;
}

const record = (spec: string): Check => ({
  id: expected.id,
  name: 'checkout-http',
  labels: { service: 'checkout' },
  version: 3,
  createdAt: 1_000,
  updatedAt: 2_000,
  target: expected.target,
  agent: null,
  spec,
});

describe('the configuration of a Check', () => {
  it('has all defaults filled in and all durations in ms', () => {
    expect(toCheckConfiguration(read(), { version: 3, createdAt: 1_000 })).toEqual(expected);
  });

  it('is the same after a round trip through a topic, all digits included', () => {
    expect(checkConfigurationOf(record(formatJson(read().written)))).toEqual(expected);
  });

  it.each([
    ['no JSON', '{'],
    ['another form', '{"interval":"30s"}'],
  ])('is rejected if its spec is %s', (_, spec) => {
    expect(() => checkConfigurationOf(record(spec))).toThrow(ConfigurationError);
  });
});
