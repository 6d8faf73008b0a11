import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from '../part';
import { Supervisor } from './supervisor';

/** Exits by itself, quickly at first, then no longer. */
const part = (seconds: string): Part => ({
  name: 'part',
  title: 'part',
  kind: 'app',
  after: [],
  command: 'sleep',
  words: [seconds],
  environment: {},
  sign: undefined,
  address: undefined,
  startWithin: 1_000,
  stopWithin: 1_000,
});

it('reports that a part ended, and that it is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'panto-'));
  const folders = { logs: join(folder, 'logs'), run: join(folder, 'run') };
  for (const path of Object.values(folders)) mkdirSync(path);
  const told: string[] = [];
  const supervisor = new Supervisor(join(process.cwd(), 'infra', 'stack', 'leash.sh'), folders, {
    up: () => void told.push('up'),
    late: () => void told.push('late'),
    crashed: () => void told.push('crashed'),
    gaveUp: () => void told.push('gave up'),
  });
  await supervisor.start([part('0.3')]);
  for (let turns = 0; turns < 100 && told.length < 3; turns++) await pause(50);
  await supervisor.stop();
  expect(told.slice(0, 3)).toEqual(['up', 'crashed', 'up']);
}, 20_000);
