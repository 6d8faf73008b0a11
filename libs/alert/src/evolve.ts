import type { Alert, CheckConfiguration, State } from '@panto/model';
import { changesAfter, withChange } from './changes';
import { flapping, flapRules } from './flap';
import { blank, ownOf, type AlertMemory, type Episode, type Seen } from './memory';

/** The memory after a change of the configuration. */
export function seeConfiguration(memory: AlertMemory, configuration: CheckConfiguration | null): AlertMemory {
  return forgotten({ ...memory, seen: { ...memory.seen, configuration } });
}

/** A Check that is not configured and has nothing left to resolve is forgotten entirely. */
function forgotten(memory: AlertMemory): AlertMemory {
  const nothingLeft = memory.seen.configuration === null && Object.keys(memory.episodes).length === 0;
  return nothingLeft ? blank : memory;
}

/** The memory after a State record. */
export function seeState(memory: AlertMemory, state: State): AlertMemory {
  const { seen } = memory;
  if (seen.configuration === null) return memory;
  const moves = state.state !== state.previous;
  // A Check that starts well has not changed: a very first move to OK does not count.
  const changed = moves && (seen.moved || state.state !== 'OK');
  // Drops what the previous record made unnecessary; until now, the end of a flap could still depend on it.
  const kept = seen.state === null ? seen.changes : changesAfter(seen.changes, floorOf(seen, seen.state));
  return {
    ...memory,
    seen: {
      ...seen,
      state,
      before: seen.state,
      problemSince: problemSince(seen, state),
      problemBefore: seen.problemSince,
      changes: changed ? withChange(kept, state.timestamp) : kept,
      changed,
      moved: seen.moved || moves,
      criticalMoves: moves && state.state === 'CRITICAL' ? countCritical(memory) : seen.criticalMoves,
    },
  };
}

/** A problem that never changed its State began with that State; of others the beginning was seen, or is unknown. */
function problemSince(seen: Seen, { since, occurrences, problemOccurrences }: State): number | null {
  return occurrences === problemOccurrences ? since : seen.problemSince;
}

/**
 * No future State record can count changes up to this moment: those of Results are newer than this one, those
 * of Missing Data come after its arrival. A Missing Data record itself proves nothing.
 */
function floorOf({ configuration }: Seen, state: State): number {
  const rules = configuration === null ? [] : flapRules(configuration);
  const longest = Math.max(0, ...rules.map((rule) => rule.within));
  if (state.state === 'MISSING_DATA') return -Infinity;
  return rules.length === 0 ? state.timestamp : Math.min(state.timestamp, state.arrival) - longest;
}

function countCritical(memory: AlertMemory): Readonly<Record<string, number>> {
  const moves = memory.seen.criticalMoves;
  return Object.fromEntries(flapping(memory).map(({ name }) => [name, (moves[name] ?? 0) + 1]));
}

/** The memory after an Alert was published. */
export function rememberAlert(memory: AlertMemory, alert: Alert): AlertMemory {
  const { seen } = memory;
  const { [alert.rule]: _, ...others } = memory.episodes;
  const beginnings = alert.sequence === 1 ? withBeginning(memory, alert) : memory.beginnings;
  if (alert.status === 'resolved') {
    return forgotten({ seen: settled(seen, alert), episodes: others, beginnings });
  }
  const episode: Episode = {
    id: alert.episode,
    kind: alert.kind,
    opened: alert.opened,
    sequence: alert.sequence,
    told: alert.state,
  };
  return { seen: started(seen, alert), episodes: { ...others, [alert.rule]: episode }, beginnings };
}

function withBeginning({ beginnings }: AlertMemory, alert: Alert): AlertMemory['beginnings'] {
  const before = ownOf(beginnings, alert.rule) ?? { newest: -Infinity, behind: 0 };
  const after =
    alert.opened > before.newest
      ? { ...before, newest: alert.opened }
      : { ...before, behind: before.behind + 1 };
  return { ...beginnings, [alert.rule]: after };
}

/** The first move to CRITICAL within a flap may be the one that started it. */
function started(seen: Seen, alert: Alert): Seen {
  if (alert.kind !== 'flap') return seen;
  const moved = alert.state === 'CRITICAL' && seen.state !== null && seen.state.previous !== 'CRITICAL';
  return { ...seen, criticalMoves: { ...seen.criticalMoves, [alert.rule]: moved ? 1 : 0 } };
}

function settled(seen: Seen, alert: Alert): Seen {
  if (alert.kind !== 'flap') return seen;
  const { [alert.rule]: _, ...others } = seen.criticalMoves;
  return { ...seen, criticalMoves: others };
}
