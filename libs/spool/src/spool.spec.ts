import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import {
  mkdir,
  mkdtemp,
  open as openFile,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  truncate,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Loss } from './loss';
import { Spool, type SpoolSettings } from './spool';

let folder = '';
let losses: Loss[] = [];
const opened: Spool[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-spool-'));
  losses = [];
});
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close().catch(() => undefined);
  await rm(folder, { recursive: true });
});

async function openSpool(settings: Partial<SpoolSettings> = {}): Promise<Spool> {
  const spool = await Spool.open({
    folder,
    maxBytes: 1_000_000,
    syncEvery: 10_000,
    onLoss: (loss) => losses.push(loss),
    onSyncError: (error) => expect(error).toBeUndefined(),
    onPointerError: (error) => expect(error).toBeUndefined(),
    ...settings,
  });
  opened.push(spool);
  return spool;
}

const bytes = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));
const texts = (entries: readonly { payload: Buffer }[]): string[] =>
  entries.map(({ payload }) => payload.toString());

async function drain(spool: Spool): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const entries = await spool.read(100);
    const last = entries.at(-1);
    if (!last) return all;
    all.push(...texts(entries));
    await spool.acknowledge(last);
  }
}

async function lastSegment(): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.spool')).sort();
  return join(folder, files.at(-1) ?? '');
}

test('records are read in order, repeatedly until they are acknowledged, and never after', async () => {
  const spool = await openSpool();
  await spool.append(bytes('a', 'b'));
  await spool.append(bytes('c'));
  const first = await spool.read(1_000);
  expect(texts(first)).toEqual(['a', 'b', 'c']);
  expect(texts(await spool.read(1_000))).toEqual(['a', 'b', 'c']);
  await spool.acknowledge(first[1]!);
  expect(texts(await spool.read(1_000))).toEqual(['c']);
  expect(spool.records).toBe(1);
});

test('a batch is as large as requested, but has at least one record', async () => {
  const spool = await openSpool();
  await spool.append(bytes('x'.repeat(500), 'y', 'z'));
  expect(await spool.read(10)).toHaveLength(1);
  expect(await spool.read(508 + 9)).toHaveLength(2);
});

test('acknowledged records are not read again after a restart', async () => {
  const spool = await openSpool();
  await spool.append(bytes('a', 'b', 'c'));
  await spool.acknowledge((await spool.read(1_000))[0]!);
  await spool.close();
  const again = await openSpool();
  expect(again.records).toBe(2);
  expect(await drain(again)).toEqual(['b', 'c']);
});

test('a killed process (nothing is closed) loses nothing that was appended', async () => {
  const killed = await openSpool();
  await killed.append(bytes('a', 'b'));
  expect(await drain(await openSpool())).toEqual(['a', 'b']);
});

test('beyond the limit the oldest are dropped, counted and reported', async () => {
  const spool = await openSpool({ maxBytes: 1_600 });
  const all = Array.from({ length: 100 }, (_, i) => `record ${String(i).padStart(3, '0')}`);
  for (const one of all) await spool.append(bytes(one));
  expect(spool.bytes).toBeLessThanOrEqual(1_600);
  const lost = losses.reduce((sum, { records }) => sum + records, 0);
  expect(losses.every(({ reason }) => reason === 'full')).toBe(true);
  expect(lost).toBeGreaterThan(0);
  expect(await drain(spool)).toEqual(all.slice(lost));
});

test('a batch that was read and then dropped can still be acknowledged', async () => {
  const spool = await openSpool({ maxBytes: 1_600 });
  await spool.append(bytes('old'));
  const [old] = await spool.read(100);
  for (let i = 0; i < 200; i += 1) await spool.append(bytes(`record ${i}`));
  await spool.acknowledge(old!);
  expect((await drain(spool)).at(-1)).toBe('record 199');
});

test('delivered segments are deleted from disk', async () => {
  const spool = await openSpool({ maxBytes: 16_000 });
  for (let i = 0; i < 300; i += 1) await spool.append(bytes(`record ${i}`));
  expect(await drain(spool)).toHaveLength(300);
  expect(spool.bytes).toBeLessThan(2_000);
});

test('damage in an older segment costs the rest of that segment, and is reported', async () => {
  const spool = await openSpool({ maxBytes: 3_200 });
  for (let i = 0; i < 30; i += 1) await spool.append(bytes(`record ${i}`));
  await spool.close();
  const [first = ''] = (await readdir(folder)).filter((file) => file.endsWith('.spool')).sort();
  const content = await readFile(join(folder, first));
  content[40] = (content[40] ?? 0) ^ 1;
  await writeFile(join(folder, first), content);
  const read = await drain(await openSpool({ maxBytes: 3_200 }));
  const lost = losses.find(({ reason }) => reason === 'damaged')?.records ?? 0;
  expect(lost).toBeGreaterThan(0);
  expect(read.length + lost).toBe(30);
  expect(read.at(-1)).toBe('record 29');
});

test('damage that occurs while it is open is skipped too', async () => {
  const spool = await openSpool();
  await spool.append(bytes('a', 'b'));
  const path = await lastSegment();
  await writeFile(path, Buffer.alloc((await stat(path)).size));
  expect(await spool.read(100)).toEqual([]);
  expect(losses).toMatchObject([{ reason: 'damaged', records: 2 }]);
  await spool.append(bytes('c'));
  expect(await drain(spool)).toEqual(['c']);
});

test('numbers are not reused if a power cut lost records that were delivered', async () => {
  const spool = await openSpool();
  await spool.append(bytes('a', 'b', 'c'));
  await drain(spool);
  await spool.close();
  await truncate(await lastSegment(), 0);
  const again = await openSpool();
  await again.append(bytes('d'));
  await again.close();
  expect(await drain(await openSpool())).toEqual(['d']);
});

test('the pointer survives a torn write of itself: at worst, records are delivered again', async () => {
  const spool = await openSpool();
  await spool.append(bytes('a', 'b', 'c'));
  await spool.acknowledge((await spool.read(1_000))[0]!);
  await spool.acknowledge((await spool.read(1_000))[0]!);
  await spool.close();
  const pointer = await readFile(join(folder, 'acknowledged'));
  pointer.fill(0xff, 0, 12);
  await writeFile(join(folder, 'acknowledged'), pointer);
  expect(await drain(await openSpool())).toEqual(['b', 'c']);
});

/** Makes a method of open files fail as it does on a full disk. */
async function full(method: 'write' | 'appendFile', times: number): Promise<void> {
  const file = await openFile(join(folder, 'any'), 'w');
  const prototype = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const spy = jest.spyOn(prototype, method);
  for (let i = 0; i < times; i += 1) {
    spy.mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  }
}
afterEach(() => {
  jest.restoreAllMocks();
});

test('if the disk has no room for the pointer, delivery continues, and that is reported', async () => {
  const told: unknown[] = [];
  const spool = await openSpool({ onPointerError: (error) => told.push(error) });
  await spool.append(bytes('a', 'b'));
  await full('write', 1);
  expect(await drain(spool)).toEqual(['a', 'b']);
  expect(told).toHaveLength(1);
  await spool.append(bytes('c'));
  expect(await drain(spool)).toEqual(['c']);
});

test('on a full disk, delivered records make room for new ones, and nothing is lost', async () => {
  const spool = await openSpool();
  await spool.append(bytes('a', 'b'));
  await drain(spool);
  await full('appendFile', 1);
  await spool.append(bytes('c'));
  expect(await drain(spool)).toEqual(['c']);
  expect([losses, spool.bytes]).toEqual([[], 9]);
});

test('on a full disk without delivered records, the newest is refused and the rest is kept', async () => {
  const spool = await openSpool();
  await spool.append(bytes('a'));
  await full('appendFile', 1);
  await expect(spool.append(bytes('b'))).rejects.toMatchObject({ code: 'disk' });
  await spool.append(bytes('c'));
  expect(await drain(spool)).toEqual(['a', 'c']);
});

test('if no new segment can be opened, writing continues in the old one', async () => {
  const spool = await openSpool({ maxBytes: 160 });
  await spool.append(bytes('aaaaaaaa'));
  await mkdir(join(folder, '0000000000000002.spool'));
  await expect(spool.append(bytes('b'))).rejects.toMatchObject({ code: 'EISDIR' });
  await rmdir(join(folder, '0000000000000002.spool'));
  await spool.append(bytes('c'));
  expect(await drain(spool)).toEqual(['aaaaaaaa', 'c']);
});

test('a record that is too large is refused, and with it its whole batch', async () => {
  const spool = await openSpool();
  await expect(spool.append([Buffer.from('a'), Buffer.alloc(1_048_577)])).rejects.toMatchObject({
    code: 'too-large',
  });
  expect(spool.records).toBe(0);
});

test('after a cut at any byte, a prefix of what was appended remains, and appending continues from there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ maxLength: 40 }), { maxLength: 12 }), fc.nat(), async (all, at) => {
      const spool = await openSpool();
      await drain(spool);
      const before = (await stat(await lastSegment())).size;
      await spool.append(bytes(...all));
      await spool.close();
      const path = await lastSegment();
      const { size } = await stat(path);
      await truncate(path, before + (at % (size - before + 1)));
      const again = await openSpool();
      await again.append(bytes('after'));
      const left = await drain(again);
      expect(left).toEqual([...all.slice(0, left.length - 1), 'after']);
      await again.close();
    }),
    { numRuns: 60 },
  );
});

type Step =
  { readonly kind: 'append'; readonly all: string[] } | { readonly kind: 'deliver' | 'crash' | 'restart' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      all: fc.array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'deliver' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'crash' as const }, { kind: 'restart' as const }) },
);

test('whatever is appended, delivered, killed and restarted: everything is read once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      let spool = await openSpool({ maxBytes: 20_000 });
      const appended: string[] = [];
      const delivered: string[] = [];
      await drain(spool);
      for (const one of steps) {
        switch (one.kind) {
          case 'append':
            await spool.append(bytes(...one.all));
            appended.push(...one.all);
            break;
          case 'deliver': {
            const [first] = await spool.read(1);
            if (first) delivered.push(first.payload.toString());
            if (first) await spool.acknowledge(first);
            break;
          }
          case 'restart':
            await spool.close();
            spool = await openSpool({ maxBytes: 20_000 });
            break;
          case 'crash':
            spool = await openSpool({ maxBytes: 20_000 });
        }
        expect(spool.records).toBe(appended.length - delivered.length);
      }
      delivered.push(...(await drain(spool)));
      expect(delivered).toEqual(appended);
      await spool.close();
    }),
    { numRuns: 60 },
  );
});
