import type { Alert, AlertRule, AlertStatus, State, StateName } from '@panto/model';
import { uuidV5 } from '@panto/model';
import { ownOf, type AlertMemory } from './memory';

/** The content of an Alert. */
export interface Telling {
  readonly rule: Pick<AlertRule, 'name' | 'type'>;
  readonly status: AlertStatus;
  readonly state: StateName;
  readonly timestamp: number;
  readonly arrival: number;
  readonly cause: State | null;
  readonly text: string;
}

/** Builds the Alert: the next of the rule's open episode, or the first of a new one. */
export function alertOf(memory: AlertMemory, check: string, telling: Telling): Alert {
  const { rule, cause, timestamp } = telling;
  const open = ownOf(memory.episodes, rule.name);
  const episode = open?.id ?? uuidV5(check, episodeName(memory, rule.name, timestamp));
  const sequence = (open?.sequence ?? 0) + 1;
  return {
    id: uuidV5(episode, String(sequence)),
    episode,
    sequence,
    check,
    target: cause?.target ?? null,
    rule: rule.name,
    kind: rule.type,
    status: telling.status,
    state: telling.state,
    timestamp,
    arrival: telling.arrival,
    opened: open?.opened ?? timestamp,
    problemSince: problemSince(memory, cause),
    reasons: cause?.reasons ?? [],
    text: telling.text,
    cause,
    version: memory.seen.configuration?.version ?? cause?.version ?? 0,
  };
}

/** When the problem of the reported State began: the newest State, or the one before it (ends of flaps). */
function problemSince({ seen }: AlertMemory, cause: State | null): number | null {
  if (cause === null) return null;
  return cause === seen.before ? seen.problemBefore : seen.problemSince;
}

/** The name of a new episode of a rule: its timestamp, plus a number if an earlier episode may have the same one. */
function episodeName({ beginnings }: AlertMemory, rule: string, timestamp: number): string {
  const before = ownOf(beginnings, rule);
  const name = `${rule}\n${timestamp}`;
  return before === undefined || timestamp > before.newest ? name : `${name}\n${before.behind + 1}`;
}
