import { type State, type StateName, stateNameValues } from '@panto/model';
import type { Present } from '../configuration/present';
import { NewestByCheck } from '../projection/newest-by-check';
import type { OpenCodec } from '../projection/topic-codec';
import type { StateDocument } from './state-document';

/** The present States of all Checks, from the compacted topic. */
export class States extends NewestByCheck<State> {
  constructor(openCodec: OpenCodec, prefix: string) {
    super(openCodec, prefix, 'states', 'state');
  }

  /** The State of a configured Check; `UNKNOWN` before the first evaluation. */
  documentOf(id: string, present: Present): StateDocument | undefined {
    const check = present.get('Check', id);
    if (check === undefined) return undefined;
    const state = this.of(id);
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

  /** The number of configured Checks in each State. */
  counts(present: Present): Readonly<Record<StateName, number>> {
    const counts = new Map<StateName, number>(stateNameValues.map((name) => [name, 0]));
    for (const { id } of present.list('Check')) {
      const state = this.of(id)?.state ?? 'UNKNOWN';
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return Object.fromEntries(counts) as Record<StateName, number>;
  }
}

const instant = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();
