import type { Alert, AlertRule, AlertStatus, State, StateName } from '@panto/model';
import { uuidV5 } from '@panto/model';
import type { AlertMemory } from './memory';

/** What is told in an Alert. */
export interface Telling {
  readonly rule: Pick<AlertRule, 'name' | 'type'>;
  readonly status: AlertStatus;
  readonly state: StateName;
  readonly timestamp: number;
  readonly arrival: number;
  readonly cause: State | null;
  readonly text: string;
}

/** The Alert that tells it: the next of the open episode of the rule, or the first of a new one. */
export function alertOf(memory: AlertMemory, check: string, telling: Telling): Alert {
  const { rule, cause, ...rest } = telling;
  const open = memory.episodes[rule.name];
  const episode = open?.id ?? uuidV5(check, `${rule.name}\n${telling.timestamp}`);
  const sequence = (open?.sequence ?? 0) + 1;
  return {
    ...rest,
    id: uuidV5(episode, String(sequence)),
    episode,
    sequence,
    check,
    target: cause?.target ?? null,
    rule: rule.name,
    kind: rule.type,
    opened: open?.opened ?? telling.timestamp,
    reasons: cause?.reasons ?? [],
    cause,
    version: memory.seen.configuration?.version ?? cause?.version ?? 0,
  };
}
