/** A topic as it should be. */
export interface WantedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Topic settings by Kafka's names; others stay as they are. */
  readonly config: Readonly<Record<string, string>>;
}

/** A topic as it is. */
export interface FoundTopic {
  readonly name: string;
  readonly partitions: number;
  /** Settings that differ from the broker's defaults, by Kafka's names. */
  readonly config: Readonly<Record<string, string>>;
  /** All effective settings. */
  readonly effective: Readonly<Record<string, string>>;
}

/** What must be done about a topic. */
export type TopicStep =
  | { readonly kind: 'create'; readonly topic: WantedTopic }
  /** `config`: all settings to apply, including those set before. */
  | {
      readonly kind: 'alter';
      readonly topic: WantedTopic;
      readonly changes: readonly string[];
      readonly config: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'ok'; readonly topic: WantedTopic }
  /** Cannot be done in place: keys would move to other partitions than their state. */
  | { readonly kind: 'conflict'; readonly topic: WantedTopic; readonly reason: string };

/** Compares topics as they should be with those that exist. Nothing is ever removed. */
export function planTopics(
  wanted: readonly WantedTopic[],
  found: readonly FoundTopic[],
): readonly TopicStep[] {
  const byName = new Map(found.map((topic) => [topic.name, topic]));
  return wanted.map((topic) => stepFor(topic, byName.get(topic.name)));
}

function stepFor(topic: WantedTopic, found: FoundTopic | undefined): TopicStep {
  if (found === undefined) return { kind: 'create', topic };
  if (found.partitions !== topic.partitions) {
    const reason = `has ${found.partitions} partitions, ${topic.partitions} are wanted; recreate it, or ask for as many as it has`;
    return { kind: 'conflict', topic, reason };
  }
  const changed = Object.entries(topic.config).filter(([name, value]) => found.effective[name] !== value);
  if (changed.length === 0) return { kind: 'ok', topic };
  const changes = changed.map(([name, value]) => `${name}: ${found.effective[name] ?? 'unset'} -> ${value}`);
  return { kind: 'alter', topic, changes, config: { ...found.config, ...Object.fromEntries(changed) } };
}

/** A step as a readable line. */
export function describeStep(step: TopicStep): string {
  const { kind, topic } = step;
  switch (kind) {
    case 'create': {
      const config = Object.entries(topic.config).map(([name, value]) => `${name}=${value}`);
      return [`create   ${topic.name} (${topic.partitions} partitions)`, ...config].join(' ');
    }
    case 'alter':
      return `alter    ${topic.name} (${step.changes.join(', ')})`;
    case 'ok':
      return `ok       ${topic.name}`;
    case 'conflict':
      return `conflict ${topic.name}: ${step.reason}`;
  }
}
