/** Reader or writer of a topic, for the documents and for least-privilege ACLs. */
export type Role =
  'agent' | 'server' | 'state-processor' | 'alert-processor' | 'notifier' | 'metrics-sink' | 'anybody';

/** One topic of Panto: everything needed to create, document and check it. */
export interface Topic {
  /** Name without the prefix. */
  readonly name: string;
  /** What its record keys are. */
  readonly key: string;
  /** File in schemas/ with the schema of its values; null: only the stage itself reads them, or foreign bytes. */
  readonly schema: string | null;
  /** `shared`: as many partitions as the results topic (co-partitioned); `one`: a single partition. */
  readonly partitions: 'shared' | 'one';
  readonly cleanup: 'delete' | 'compact';
  /** How long records are kept, ms; null: compaction alone decides. */
  readonly retention: number | null;
  /** How long a record is safe from compaction, ms, so that a slow reader still sees every one of them. */
  readonly compactionLag?: number;
  /** Whether the broker stamps records on arrival (the clock of arrivals) or keeps the producer's time. */
  readonly timestamps: 'arrival' | 'producer';
  readonly writers: readonly Role[];
  readonly readers: readonly Role[];
  readonly purpose: string;
}

const day = 86_400_000;
const processors: readonly Role[] = ['state-processor', 'alert-processor', 'notifier'];
const configuration = (name: string, schema: string, key: string, readers: readonly Role[]): Topic => ({
  name: `config.${name}`,
  key,
  schema,
  partitions: 'shared',
  cleanup: 'compact',
  retention: null,
  timestamps: 'arrival',
  writers: ['server'],
  readers: ['server', 'metrics-sink', ...readers],
  purpose: `Configuration: ${name}; a null value deletes.`,
});
const snapshots = (stage: Role): Topic => ({
  name: `${stage}-snapshots`,
  key: 'key of the memory, or !meta',
  schema: null,
  partitions: 'shared',
  cleanup: 'compact',
  retention: null,
  timestamps: 'producer',
  writers: [stage],
  readers: [stage],
  purpose: `Memory of ${stage}, from which it is restored.`,
});
const deadLetters = (stage: Role): Topic => ({
  name: `dead-letters.${stage}`,
  key: 'as it came',
  schema: null,
  partitions: 'shared',
  cleanup: 'delete',
  retention: 14 * day,
  timestamps: 'producer',
  writers: [stage],
  readers: ['anybody'],
  purpose: `Records that ${stage} could not process, with the reason in headers and the original bytes.`,
});

/** Every topic of Panto. Topic creation, ACLs and documents derive from this table. */
export const catalogue: readonly Topic[] = [
  {
    name: 'results',
    key: 'UUID of the Check, lower case (or `tick`: passing time, null value)',
    schema: 'result',
    partitions: 'shared',
    cleanup: 'delete',
    retention: 31 * day,
    timestamps: 'arrival',
    writers: ['anybody', 'agent', 'server', 'state-processor'],
    readers: ['state-processor', 'metrics-sink', 'anybody'],
    purpose: 'Output of the Probes and of outside producers.',
  },
  {
    name: 'states',
    key: 'UUID of the Check (or `tick`: passing time, null value)',
    schema: 'state',
    partitions: 'shared',
    cleanup: 'compact',
    retention: null,
    compactionLag: 7 * day,
    timestamps: 'producer',
    writers: ['state-processor'],
    readers: ['alert-processor', 'notifier', 'metrics-sink', 'anybody'],
    purpose: 'States: every change and every occurrence that is not OK; compacted to the present State.',
  },
  {
    name: 'alerts',
    key: 'UUID of the Check (or `tick`: passing time, null value)',
    schema: 'alert',
    partitions: 'shared',
    cleanup: 'delete',
    retention: 366 * day,
    timestamps: 'producer',
    writers: ['alert-processor'],
    readers: ['notifier', 'metrics-sink', 'anybody'],
    purpose: 'Alerts, firing and resolved.',
  },
  {
    name: 'notifications',
    key: 'UUID of the Check',
    schema: 'notification',
    partitions: 'shared',
    cleanup: 'delete',
    retention: 366 * day,
    timestamps: 'producer',
    writers: ['notifier', 'server'],
    readers: ['notifier', 'server', 'metrics-sink', 'anybody'],
    purpose:
      'Every decision to send a message about an Alert to a Channel, and every decision not to; once more for every resend.',
  },
  {
    name: 'deliveries',
    key: 'UUID of the Check',
    schema: 'delivery',
    partitions: 'shared',
    cleanup: 'delete',
    retention: 366 * day,
    timestamps: 'producer',
    writers: ['notifier'],
    readers: ['notifier', 'metrics-sink', 'anybody'],
    purpose: 'The outcome of every attempt to send a Notification.',
  },
  {
    name: 'channel-memories',
    key: 'UUID of the Channel',
    schema: 'channel-memory',
    partitions: 'shared',
    cleanup: 'compact',
    retention: null,
    timestamps: 'producer',
    writers: ['notifier'],
    readers: ['notifier'],
    purpose:
      'What the notifier must remember of a Channel across restarts, by partition: that it asked not to be sent anything more, and which missed messages it must still be told of.',
  },
  {
    name: 'acknowledgements',
    key: 'UUID of the Check',
    schema: 'acknowledgement',
    partitions: 'shared',
    cleanup: 'compact',
    retention: null,
    timestamps: 'arrival',
    writers: ['server'],
    readers: ['server', 'notifier', 'anybody'],
    purpose: 'Acknowledgements of the open problems of a Check; a null value withdraws one.',
  },
  configuration('targets', 'target', 'UUID of the Target', ['notifier']),
  configuration('agents', 'agent', 'UUID of the Agent', []),
  configuration('checks', 'check', 'UUID of the Check', processors),
  configuration('channels', 'channel', 'UUID of the Channel', ['notifier']),
  configuration('routes', 'route', 'UUID of the Route', ['notifier']),
  configuration('silences', 'silence', 'UUID of the Silence', ['notifier']),
  {
    name: 'agents.heartbeats',
    key: 'UUID of the Agent',
    schema: 'heartbeat',
    partitions: 'one',
    cleanup: 'compact',
    retention: null,
    timestamps: 'arrival',
    writers: ['agent'],
    readers: ['server', 'anybody'],
    purpose: 'Heartbeats of the Agents; compacted to the newest of each.',
  },
  snapshots('state-processor'),
  snapshots('alert-processor'),
  snapshots('notifier'),
  ...(['state-processor', 'alert-processor', 'notifier', 'metrics-sink'] as const).map(deadLetters),
];

/** Key of the records that carry only time: their value is null, their Kafka timestamp is the time. */
export const tickKey = 'tick';
