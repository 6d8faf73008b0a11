import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Decodes bytes that would crash an unguarded process, and mutations of a good value, in a heap of 64 MB. */
const program = `
import { AvroDecoder, fixedSchemas, localCodec } from './index';
import { resultSchema } from '@panto/model';
const extra = (type) => JSON.stringify({ ...resultSchema, fields: [...resultSchema.fields, { name: 'x', type }] });
const node = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };
const kinds = [{ type: 'array', items: 'null' }, { type: 'array', items: 'long' }, { type: 'map', values: 'null' }, node];
const source = fixedSchemas(new Map(kinds.map((kind, i) => [i + 1, extra(kind)])));
const decoder = new AvroDecoder(resultSchema, source);
const good = localCodec(resultSchema).encode({ timestamp: 1, ints: { a: 1 }, floats: { b: 1.5 }, strings: { c: 'd' },
  bools: { e: true }, error: null, agent: null });
let seed = 42;
const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
const counts = [[0x80, 0xa8, 0xd6, 0xb9, 0x07], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], [0x80, 0x94, 0xeb, 0xdc, 3]];
let decoded = 0;
for (let id = 1; id <= kinds.length; id++) await decoder.prepare([Buffer.from([0, 0, 0, 0, id])]);
for (let round = 0; round < 20000; round++) {
  const body = Buffer.concat([good.subarray(5), Buffer.from(counts[round % counts.length]), Buffer.alloc(random(9), 2)]);
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, 0, 1 + (round % kinds.length)]), body]);
  for (let change = random(4); change > 0; change--) bytes[5 + random(bytes.length - 5)] = random(256);
  decoded += decoder.decode(bytes.subarray(0, bytes.length - random(3))).ok ? 1 : 0;
}
console.log(JSON.stringify({ decoded, heap: process.memoryUsage().heapTotal }));
`;

describe('hostile bytes', () => {
  const folder = mkdtempSync(join(process.cwd(), 'node_modules/.panto-spec-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('do not end a process with a small heap', async () => {
    const outfile = join(folder, 'decode.mjs');
    await build({
      stdin: { contents: program, resolveDir: join(process.cwd(), 'libs/avro/src'), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      tsconfig: 'tsconfig.base.json',
      outfile,
    });
    const run = promisify(execFile)(process.execPath, ['--max-old-space-size=64', outfile], {
      timeout: 60_000,
    });
    const { decoded, heap } = JSON.parse((await run).stdout) as { decoded: number; heap: number };
    expect(decoded).toBeLessThan(20_000);
    expect(heap).toBeLessThan(100_000_000);
  }, 90_000);
});
