import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CliError } from '../cli-error';
import { testCommand } from './test';

const shop = `kind: Target
metadata: { name: web-1 }
spec: {}
---
kind: Check
metadata: { name: load }
spec:
  target: web-1
  interval: 30s
  states: [{ name: high, type: threshold, states: [{ state: critical, conditions: [{ field: v, operator: gt, value: 5 }] }] }]
  alerts: [{ name: any, type: change }]
`;

describe('panto test', () => {
  let folder = '';
  let printed: string[] = [];

  beforeEach(() => {
    process.exitCode = undefined;
    folder = mkdtempSync(join(tmpdir(), 'panto-timeline-'));
    writeFileSync(join(folder, 'shop.yaml'), shop);
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line: unknown) => void printed.push(String(line)));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    jest.restoreAllMocks();
    process.exitCode = undefined;
  });

  const write = (name: string, lines: string) => {
    const file = join(folder, name);
    writeFileSync(file, `configure shop.yaml\n${lines}\n`);
    return file;
  };
  const run = (...words: string[]) => testCommand().exitOverride().parse(words, { from: 'user' });

  it('shows which stories hold', () => {
    run(
      write(
        'a.timeline',
        'story calm\n+0s v=1 => State OK\nstory high\n+0s v=9 => State CRITICAL\n=> Alert any firing CRITICAL',
      ),
    );
    expect(printed).toEqual(['ok     calm', 'ok     high', '2 passed, 0 failed']);
    expect(process.exitCode).toBeUndefined();
  });

  it('shows what does not hold, and where, and ends with 1', () => {
    const file = write('a.timeline', 'story high\n+0s v=9 => State CRITICAL');
    run(file);
    expect(printed).toEqual([
      'FAILED high',
      `       ${file}:3: +0s v=9`,
      '         + Alert any firing CRITICAL episode 1 at +0s because "v is 9, above 5"',
      '0 passed, 1 failed',
    ]);
    expect(process.exitCode).toBe(1);
  });

  it('shows all outputs in the notation of stories', () => {
    run('--show', write('a.timeline', 'story calm\n+0s v=1'));
    expect(printed.slice(1, -1)).toEqual([
      '       | +0s v=1',
      '       |   => State OK was UNKNOWN at +0s because "v is 1, not above 5"',
    ]);
  });

  it('runs all files of a folder, or the selected stories', () => {
    mkdirSync(join(folder, 'deep'));
    write('b.timeline', 'story two\n+0s v=1');
    writeFileSync(join(folder, 'deep', 'a.timeline'), 'configure ../shop.yaml\nstory one\n+0s v=1\n');
    run(folder);
    run(folder, '--story', 'tw');
    expect(printed).toEqual([
      'ok     two',
      'ok     one',
      '2 passed, 0 failed',
      'ok     two',
      '1 passed, 0 failed',
    ]);
  });

  const faults: [string, () => string[], RegExp][] = [
    ['a file that contains no stories', () => [write('a.timeline', 'story calm\nlater v=1')], /a\.timeline:3:1: a line begins with/],
    ['missing resources', () => [write('a.timeline', 'configure other.yaml')], /a\.timeline:2:11: other\.yaml: cannot be read/],
    ['a missing path', () => [join(folder, 'none')], /none: no such file or folder/],
    ['a folder without stories', () => [(mkdirSync(join(folder, 'empty')), join(folder, 'empty'))], /no file that ends in \.timeline/],
    ['a title that no story has', () => [write('a.timeline', 'story calm\n+0s v=1'), '--story', 'high'], /no story has "high" in its title/],
  ]; // prettier-ignore
  it.each(faults)('refuses %s', (_, words, message) => {
    const given = words();
    expect(() => run(...given)).toThrow(CliError);
    expect(() => run(...given)).toThrow(message);
  });
});
