import { isUuid, type State, type StateName, stateNameValues } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import type { Present } from '../configuration/present';
import type { Table } from '../projection/table-reader';
import { type OpenCodec, TopicCodec } from '../projection/topic-codec';
import type { StateDocument } from './state-document';

/** The present States of all Checks, as the compacted topic tells them. */
export class States implements Table {
  readonly name = 'states';
  readonly topics: readonly string[];
  private readonly codec: TopicCodec<State>;
  private readonly states = new Map<string, State>();

  constructor(openCodec: OpenCodec, prefix: string) {
    this.codec = new TopicCodec(openCodec, prefix, 'states', 'state');
    this.topics = [this.codec.topic];
  }

  prepare(records: readonly LogRecord[]): Promise<void> {
    return this.codec.prepare(records);
  }

  /** Takes a State; ticks and what cannot be read are passed over. */
  take(record: LogRecord): void {
    const key = record.key?.toString('utf8') ?? '';
    if (!isUuid(key)) return;
    if (record.value === null) {
      this.states.delete(key);
      return;
    }
    const decoded = this.codec.decode(record);
    if (decoded.ok) this.states.set(key, decoded.value);
  }

  /** The State of a configured Check; `UNKNOWN` before the first evaluation. */
  documentOf(id: string, present: Present): StateDocument | undefined {
    const check = present.get('Check', id);
    if (check === undefined) return undefined;
    const state = this.states.get(id);
    const target = present.get('Target', check.target);
    return {
      check: { id, name: check.name },
      target: { id: check.target, name: target?.name ?? check.target },
      state: state?.state ?? 'UNKNOWN',
      previous: state?.previous ?? null,
      timestamp: instant(state?.timestamp),
      since: instant(state?.since),
      occurrences: state?.occurrences ?? 0,
      problemOccurrences: state?.problemOccurrences ?? 0,
      reasons: state?.reasons ?? [],
      version: state?.version ?? null,
    };
  }

  /** How many of the configured Checks are in each State. */
  counts(present: Present): Readonly<Record<StateName, number>> {
    const counts = new Map<StateName, number>(stateNameValues.map((name) => [name, 0]));
    for (const { id } of present.list('Check')) {
      const state = this.states.get(id)?.state ?? 'UNKNOWN';
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return Object.fromEntries(counts) as Record<StateName, number>;
  }
}

const instant = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();
