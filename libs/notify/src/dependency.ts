import { compareSeverity, type Dependency, type SeverityOrder, type StateName } from '@panto/model';

/** A Target that may depend on others. */
export interface DependentTarget {
  readonly id: string;
  readonly name: string;
  /** UUIDs of the Targets it depends on, in the order in which they were named. */
  readonly dependsOn: readonly string[];
}

/** A Check whose State means that its Target is down. */
export interface DownCheck {
  readonly id: string;
  readonly name: string;
  readonly state: StateName;
}

/** Finds a Target by its UUID; undefined: it is not configured. */
export type TargetOf = (id: string) => DependentTarget | undefined;

/**
 * The Targets that one depends on, directly or transitively, each once: nearest first, those at the same
 * distance in the order in which they were named. Never the Target itself, even if the configuration has a
 * cycle.
 */
export function dependenciesOf(target: DependentTarget, targetOf: TargetOf): readonly DependentTarget[] {
  const found = new Map<string, DependentTarget>([[target.id, target]]);
  // Entries added to a Map during iteration are visited at its end.
  for (const { dependsOn } of found.values()) {
    for (const id of dependsOn) {
      const next = found.has(id) ? undefined : targetOf(id);
      if (next !== undefined) found.set(id, next);
    }
  }
  return [...found.values()].slice(1);
}

/** The first of some Targets that is down, with the worst of its Checks; undefined: none is. */
export function firstDown(
  targets: readonly DependentTarget[],
  downChecksOf: (target: string) => readonly DownCheck[],
  severity: SeverityOrder,
): Dependency | undefined {
  for (const { id, name } of targets) {
    const [first, ...others] = downChecksOf(id);
    if (first === undefined) continue;
    const check = others.reduce((worst, each) => (isWorse(each, worst, severity) ? each : worst), first);
    return { target: id, targetName: name, check: check.id, checkName: check.name, state: check.state };
  }
  return undefined;
}

/**
 * If both are in the same State, the name decides, then the UUID, so that the order in which they became
 * known does not matter.
 */
function isWorse(one: DownCheck, other: DownCheck, severity: SeverityOrder): boolean {
  const difference = compareSeverity(severity, one.state, other.state);
  if (difference !== 0) return difference > 0;
  return one.name === other.name ? one.id < other.id : one.name < other.name;
}
