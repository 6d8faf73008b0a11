import { localCodec, schemaNamed } from '@panto/avro';
import { tickKey, type State } from '@panto/model';
import type { Log, Reader } from '@panto/streams';
import { setImmediate as turn } from 'node:timers/promises';
import type { Cluster } from './cluster';

/** A State and when it could be read, ms since 1970 with fractions. */
export interface Seen {
  readonly state: State;
  readonly partition: number;
  readonly at: number;
}

/** The present time with fractions of a millisecond. */
export const present = (): number => performance.timeOrigin + performance.now();

/** Reads the States that come from now on, read committed, and notes when each became visible. */
export class StateWatch {
  readonly seen: Seen[] = [];

  private constructor(
    private readonly log: Log,
    private readonly reader: Reader,
  ) {}

  static async open(cluster: Cluster, topic: string): Promise<StateWatch> {
    const log = await cluster.openLog();
    const reader = await log.openReader();
    const watch = new StateWatch(log, reader);
    const codec = localCodec<State>(schemaNamed('state'));
    const places = Array.from({ length: cluster.partitions }, (_, partition) => ({ topic, partition }));
    const ends = await log.ends(places);
    for (const [i, place] of places.entries()) {
      const take = (): void => {
        const at = present();
        for (const { key, value } of feed.take(100_000)) {
          if (value === null || key?.toString() === tickKey) continue;
          // Every contender writes the same schema; it is the one known as 1 here.
          value.writeInt32BE(1, 1);
          const decoded = codec.decode(value);
          if (decoded.ok) watch.seen.push({ state: decoded.value, partition: place.partition, at });
        }
      };
      const listener = { wake: () => void turn().then(take), gap: () => undefined };
      const feed = reader.follow({ ...place, offset: ends[i] ?? 0 }, listener);
    }
    return watch;
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.log.close();
  }
}
