import { localCodec, schemaNamed } from '@panto/avro';
import { tickKey, type State } from '@panto/model';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';

/** The States of a run, as far as two runs over the same Results must agree. */
export interface StatesSummary {
  readonly count: number;
  /** Sum over all records, in any order, of a hash of Check, State, previous, timestamp, since and both counts. */
  readonly digest: string;
  readonly bytes: number;
}

/** Reads the committed part of a topic of States. */
export async function summarise(cluster: Cluster, topic: string): Promise<StatesSummary> {
  const log = await cluster.openLog();
  const reader = await log.openReader();
  const codec = localCodec<State>(schemaNamed('state'));
  const places = Array.from({ length: cluster.partitions }, (_, partition) => ({ topic, partition }));
  const ends = await log.ends(places);
  const listener = { wake: () => undefined, gap: () => undefined };
  const feeds = places.map((place) => reader.follow({ ...place, offset: 0 }, listener));
  const isRead = (): boolean => feeds.every((feed, i) => feed.position >= (ends[i] ?? 0));
  let [count, bytes, digest] = [0, 0, 0];
  for (const end = Date.now() + 300_000; !isRead(); await sleep(5)) {
    if (Date.now() > end) throw new Error(`${topic} cannot be read to its end`);
    for (const record of feeds.flatMap((feed) => feed.take(10_000))) {
      if (record.value === null || record.key?.toString() === tickKey) continue;
      count += 1;
      bytes += record.value.length;
      digest = (digest + hashOf(codec.decode(anyId(record.value)))) % 0x1_0000_0000_0000;
    }
  }
  await reader.close();
  await log.close();
  return { count, bytes, digest: digest.toString(16) };
}

/** The value under the id that the local codec knows: both contenders write the same schema. */
function anyId(value: Buffer): Buffer {
  value.writeInt32BE(1, 1);
  return value;
}

function hashOf(decoded: { ok: true; value: State } | { ok: false; detail: string }): number {
  if (!decoded.ok) throw new Error(`a State that cannot be read: ${decoded.detail}`);
  const { check, state, previous, timestamp, since, occurrences, problemOccurrences } = decoded.value;
  let hash = 0x811c9dc5;
  // FNV-1a over the fields as text.
  for (const character of `${check} ${state} ${previous} ${timestamp} ${since} ${occurrences} ${problemOccurrences}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return hash >>> 0;
}
