import { compareSeverity, type Dependency, type SeverityOrder, type StateName } from '@panto/model';

/** A Target among those that depend on one another. */
export interface DependentTarget {
  readonly id: string;
  readonly name: string;
  /** UUIDs of the Targets that it depends on, in the order in which they were named. */
  readonly dependsOn: readonly string[];
}

/** A Check whose State says that its Target is down. */
export interface DownCheck {
  readonly id: string;
  readonly name: string;
  readonly state: StateName;
}

/** A Target by its UUID; undefined: it is not configured. */
export type TargetOf = (id: string) => DependentTarget | undefined;

/**
 * The Targets that one depends on, directly or over others, each once: the nearest first, of those that are equally near
 * the one that was named first. Never the Target itself, though the configuration went round in a circle.
 */
export function dependenciesOf(target: DependentTarget, targetOf: TargetOf): readonly DependentTarget[] {
  const found = new Map<string, DependentTarget>([[target.id, target]]);
  // What is put into a Map while it is gone through comes up at its end.
  for (const { dependsOn } of found.values()) {
    for (const id of dependsOn) {
      const next = found.has(id) ? undefined : targetOf(id);
      if (next !== undefined) found.set(id, next);
    }
  }
  return [...found.values()].slice(1);
}

/** The first of some Targets that is down, and the worst of its Checks; undefined: none is. */
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

/** Two in the same State: the name decides, then the UUID, whatever the order in which they are known. */
function isWorse(one: DownCheck, other: DownCheck, severity: SeverityOrder): boolean {
  const difference = compareSeverity(severity, one.state, other.state);
  if (difference !== 0) return difference > 0;
  return one.name === other.name ? one.id < other.id : one.name < other.name;
}
