import { type Input, memoryAt, outputsOf } from './fold';
import type { Rules } from './rules';
import { committedOf, type Entry, type Process } from './world';

/** The memory, where it stands, and the outputs repeated by mistake. */
type Found = Pick<Process, 'memory' | 'position' | 'covered' | 'echo'>;

/**
 * The snapshots, and a replay of what they do not cover. A process that has read before (a standby) continues from
 * there: its own memory is as good as a snapshot, until a newer one is written.
 */
export function found(
  snapshots: readonly Entry[],
  before: Omit<Found, 'echo'>,
  rules: Rules,
  input: Input,
): Found {
  const entries = rules.readsCommitted ? committedOf(snapshots) : snapshots;
  const position = entries.at(-1)?.position ?? 0;
  const snapshot = entries.findLast(({ memory }) => memory !== '');
  const isNewer = snapshot !== undefined && snapshot.position > before.covered;
  const covered = isNewer ? snapshot.position : before.covered;
  const memory = isNewer ? snapshot.memory : before.memory;
  const from = isNewer ? snapshot.position : before.position;
  const missed = rules.replays ? memoryAt(position).slice(from) : '';
  // Records without output at the time would produce output now: the configuration is a different one.
  const loud = { ...input, quiet: [] };
  const echo = rules.replaysSilently ? [] : outputsOf(memory, from, Math.max(from, position), loud);
  return { memory: memory + missed, position, covered, echo };
}
