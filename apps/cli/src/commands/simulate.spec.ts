import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { simulateCommand } from './simulate';

const check = '0b6f2d0c-6f0e-4f57-8d5c-00000000000a';
const resources = `kind: Target
metadata: { name: web-1 }
spec: {}
---
kind: Check
metadata: { id: ${check}, name: ping }
spec: { target: web-1, interval: 10s }
`;
const hour = 3_600_000;
const line = (timestamp: number) => `${JSON.stringify({ check, timestamp, error: 'no route' })}\n`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'panto-simulate-'));
  writeFileSync(join(folder, 'shop.yaml'), resources);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command over a recording; returns its output, write by write, and its standard error. */
async function simulate(
  recording: string,
  ...more: string[]
): Promise<{ writes: string[]; errors: string[] }> {
  const [config, results] = [join(folder, 'shop.yaml'), join(folder, 'results.jsonl')];
  writeFileSync(results, recording);
  const [writes, errors]: [string[], string[]] = [[], []];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => writes.push(String(text)) > 0);
  const err = jest.spyOn(console, 'error').mockImplementation((text) => void errors.push(String(text)));
  try {
    const files = ['--config', config, '--results', results];
    await simulateCommand().parseAsync([...files, ...more], { from: 'user' });
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return { writes, errors };
}

const count = (text: string) => text.split('\n').length - 1;

describe('simulate', () => {
  it.each([
    ['between two results', line(0) + line(100 * hour)],
    ['after the last one', line(0), '--until', `${100 * hour}`],
  ])('reports a long silence %s as it passes, in writes that fit into memory', async (_, ...args) => {
    const [recording = '', ...more] = args;
    const { writes } = await simulate(recording, ...more);
    expect(writes.map(count).reduce((sum, n) => sum + n)).toBeGreaterThan(100 * 120);
    expect(Math.max(...writes.map(count))).toBeLessThan(3_000);
  });

  it.each([
    [
      'a text of more than 8192 characters',
      { metrics: { log: 'a'.repeat(8_193) } },
      'text-too-long: "log" has 8193',
    ],
    ['an error of as many', { error: 'a'.repeat(8_193) }, 'text-too-long: error has 8193'],
    [
      'a name of more than 255',
      { metrics: { ['n'.repeat(256)]: 1 } },
      'bad-metric-name: a name in metrics has 256',
    ],
    ['more than 1000 metrics', { metrics: Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`n${n}`, n])) }, 'too-many-metrics'], // prettier-ignore
  ])('refuses what would be a dead letter in production: %s', async (_, result, why) => {
    const recording = `${JSON.stringify({ check, timestamp: 9_000, ...result })}\n${line(1_000)}`;
    const { writes, errors } = await simulate(recording);
    expect(errors.join()).toContain(`results.jsonl:1: ${why}`);
    expect(writes.map((text) => JSON.parse(text))).toMatchObject([{ timestamp: '1970-01-01T00:00:01.000Z' }]);
  });

  it('accepts a recording that begins with a byte order mark', async () => {
    const { writes, errors } = await simulate(`\ufeff${line(0)}`);
    expect([writes.map(count), errors]).toEqual([[1], []]);
  });
});
