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

  it('accepts a recording that begins with a byte order mark', async () => {
    const { writes, errors } = await simulate(`\ufeff${line(0)}`);
    expect([writes.map(count), errors]).toEqual([[1], []]);
  });
});
