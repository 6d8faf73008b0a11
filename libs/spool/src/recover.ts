import { mkdir, readdir, unlink } from 'node:fs/promises';
import { Acknowledged } from './acknowledged';
import { join } from 'node:path';
import type { Loss } from './loss';
import { firstOf, mend, newSegment, nextOf, survey, type Segment } from './segment';

/** What was found on disk. */
export interface Recovered {
  readonly acknowledged: Acknowledged;
  /** In order; the last one is appended to. */
  readonly segments: Segment[];
  readonly losses: readonly Loss[];
}

/** Reads the folder of a spool: cuts off the torn tail, records damage, drops what was delivered. */
export async function recover(folder: string): Promise<Recovered> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const acknowledged = await Acknowledged.open(join(folder, 'acknowledged'));
  const firsts = (await readdir(folder)).flatMap((file) => firstOf(file) ?? []).sort((a, b) => a - b);
  const segments: Segment[] = [];
  const losses: Loss[] = [];
  for (const [i, first] of firsts.entries()) {
    const { segment, torn } = await survey(folder, first);
    const next = firsts[i + 1];
    if (torn > 0) losses.push(await cut(segment, torn, next));
    segments.push(segment);
  }
  const kept = await withoutDelivered(segments, acknowledged.sequence);
  const last = kept.at(-1);
  // A power cut may lose records that were already delivered: their numbers are not reused.
  if (!last || nextOf(last) <= acknowledged.sequence)
    kept.push(newSegment(folder, acknowledged.sequence + 1));
  return { acknowledged, segments: kept, losses };
}

/** In the last segment, nothing follows the corrupt part; in an older one it is damage, and records are missing. */
async function cut(segment: Segment, torn: number, next: number | undefined): Promise<Loss> {
  await mend(segment);
  return next === undefined
    ? { reason: 'torn', records: 0, bytes: torn }
    : { reason: 'damaged', records: next - nextOf(segment), bytes: torn };
}

async function withoutDelivered(segments: readonly Segment[], acknowledged: number): Promise<Segment[]> {
  const delivered = segments.filter((segment) => nextOf(segment) <= acknowledged + 1);
  for (const segment of delivered) await unlink(segment.path);
  return segments.filter((segment) => !delivered.includes(segment));
}
