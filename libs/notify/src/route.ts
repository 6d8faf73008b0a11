import type { AlertKind, StateName } from '@panto/model';

/** What an Alert must match for a Route to take it; absent fields match everything. */
export interface RouteMatch {
  /** Labels that the Check must have, or the Target if the Check lacks them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly states?: readonly StateName[] | undefined;
  /** Names of alert rules. */
  readonly rules?: readonly string[] | undefined;
  readonly kinds?: readonly AlertKind[] | undefined;
}

/** Which Alerts go to which Channels. */
export interface Route {
  readonly id: string;
  readonly name: string;
  readonly match: RouteMatch;
  /** Names or UUIDs of Channels. */
  readonly channels: readonly string[];
  /** Considered only for Alerts that no other Route takes. */
  readonly default: boolean;
}

/** What Routes match against. */
export interface RouteSubject {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: StateName;
  readonly rule: string;
  readonly kind: AlertKind;
}

/** A Channel that a Route chose. */
export interface Choice {
  readonly channel: string;
  /** UUID of the first Route that chose it. */
  readonly route: string;
}

/** The Channels of all Routes that take a subject, each once, in the order of the Routes; empty: no Route takes it. */
export function chooseChannels(routes: readonly Route[], subject: RouteSubject): readonly Choice[] {
  const taking = routes.filter((route) => takes(route.match, subject));
  const ordinary = taking.filter((route) => !route.default);
  const chosen = new Map<string, Choice>();
  for (const route of ordinary.length > 0 ? ordinary : taking) {
    for (const channel of route.channels) {
      if (!chosen.has(channel)) chosen.set(channel, { channel, route: route.id });
    }
  }
  return [...chosen.values()];
}

/** Whether a subject matches. */
export function takes(match: RouteMatch, subject: RouteSubject): boolean {
  const labels = Object.entries(match.labels ?? {});
  return (
    labels.every(([name, value]) => labelOf(subject.labels, name) === value) &&
    (match.states?.includes(subject.state) ?? true) &&
    (match.rules?.includes(subject.rule) ?? true) &&
    (match.kinds?.includes(subject.kind) ?? true)
  );
}

/** An absent label counts as empty, so that `tier: ""` means "without a tier". */
function labelOf(labels: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}
