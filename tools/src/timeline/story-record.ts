import { resultOf } from '@panto/avro';
import type { Check, Result } from '@panto/model';
import { formatJson } from '@panto/resource';
import { endOf, type Happening, happeningsOf, type Story } from '@panto/timeline';

/** Encoders for what stories write to topics. */
export interface StoryCodecs {
  readonly results: { encode(value: Result): Buffer };
  readonly checks: { encode(value: Check): Buffer };
}

/** A record of a story. */
export interface StoryRecord {
  readonly topic: 'results' | 'config.checks';
  readonly key: string;
  readonly value: Buffer | null;
  /** Kafka timestamp, ms. */
  readonly timestamp: number;
}

/** Results between two changes of the configuration, and the change that follows them. */
export interface Chapter {
  readonly results: readonly StoryRecord[];
  /** Empty at the end. */
  readonly change: readonly StoryRecord[];
  /** Time passes up to here before the change; at the end: until everything is decided. */
  readonly until: number;
}

/** Everything that happens in stories that are played at the same time, in the order of the clock. */
export function chaptersOf(stories: readonly Story[], codecs: StoryCodecs): readonly Chapter[] {
  const all = stories
    .flatMap(happeningsOf)
    .map(({ happening }) => happening)
    .sort((a, b) => a.at - b.at);
  const chapters: Chapter[] = [];
  let results: StoryRecord[] = [];
  let change: StoryRecord[] = [];
  const close = (until: number): void => {
    chapters.push({ results, change, until });
    [results, change] = [[], []];
  };
  for (const happening of all) {
    const record = recordOf(happening, codecs);
    if (record === undefined) continue;
    const isChange = record.topic === 'config.checks';
    if (change.length > 0 && !(isChange && change[0]?.timestamp === record.timestamp)) {
      close(change[0]?.timestamp ?? 0);
    }
    (isChange ? change : results).push(record);
  }
  if (change.length > 0) close(change[0]?.timestamp ?? 0);
  // A deadline is missed in the instant after it.
  close(Math.max(...stories.map(endOf)) + 1);
  return chapters;
}

function recordOf(happening: Happening, codecs: StoryCodecs): StoryRecord | undefined {
  const { at: timestamp } = happening;
  switch (happening.kind) {
    case 'time':
      return undefined;
    case 'remove':
      return { topic: 'config.checks', key: happening.check, value: null, timestamp };
    case 'result': {
      const { check, metrics, error } = happening;
      const value = codecs.results.encode(resultOf(metrics, { timestamp: happening.timestamp, error }));
      return { topic: 'results', key: check, value, timestamp };
    }
    case 'configure':
      return {
        topic: 'config.checks',
        key: happening.check,
        value: codecs.checks.encode(checkOf(happening)),
        timestamp,
      };
  }
}

function checkOf({ at, configuration, resource }: Extract<Happening, { kind: 'configure' }>): Check {
  const { version, createdAt } = configuration;
  const { id, name, labels } = resource;
  const spec = formatJson(resource.written);
  return {
    id,
    name,
    labels,
    version,
    createdAt,
    updatedAt: at,
    target: resource.links.target,
    agent: null,
    spec,
  };
}
