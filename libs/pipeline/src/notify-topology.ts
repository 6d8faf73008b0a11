import { topicName, type Alert, type Notification, type SeverityOrder } from '@panto/model';
import { notifyDecider, type NotifyInput, type NotifyMemory, type NotifyOutput, type SurroundingsOf } from '@panto/notify'; // prettier-ignore
import { type LogRecord, type Read, type Topology, wholeMemory, type Write } from '@panto/streams';
import { memoryCodec } from './memory-codec';
import { readKey } from './record-key';
import { preparing, type ValueCodec } from './value-codec';

/** The parts of the stage from Alerts to Notifications. */
export interface NotifyStage {
  /** Prefix of all topics. */
  readonly prefix: string;
  readonly severity: SeverityOrder;
  readonly alerts: ValueCodec<Alert>;
  readonly notifications: ValueCodec<Notification>;
  /** The configuration around an Alert, from tables that every process has in full. */
  readonly surroundingsOf: SurroundingsOf;
  /** Resolves when those tables hold everything configured before this call. */
  readonly tablesRead: () => Promise<void>;
}

/** The topology of the stage from Alerts to Notifications. */
export function notifyTopology(stage: NotifyStage): Topology<NotifyMemory, NotifyInput, NotifyOutput> {
  const topic = (name: string) => topicName(stage.prefix, name);
  const prepareAlerts = preparing(stage.alerts);
  return {
    name: 'notifier',
    inputs: [
      {
        topic: topic('alerts'),
        role: 'stream',
        prepare: async (records) => {
          await prepareAlerts(records);
          if (records.some(({ value }) => value !== null)) await stage.tablesRead();
        },
        read: (record) => readAlert(stage, record),
      },
    ],
    outputs: [topic('notifications')],
    snapshots: topic('notifier-snapshots'),
    deadLetters: topic('dead-letters.notifier'),
    ticksTo: [],
    decider: notifyDecider(stage.surroundingsOf, stage.severity),
    memory: wholeMemory(
      memoryCodec((value): value is NotifyMemory => 'episodes' in value && Array.isArray(value.episodes)),
    ),
    write: (output, key) => write(stage, topic('notifications'), output, key),
    forgettable: ({ episodes }) => episodes.length === 0,
  };
}

/** The clock of arrivals comes with the Alerts and ticks: the Kafka timestamps of this topic are those times. */
function readAlert(stage: NotifyStage, record: LogRecord): Read<NotifyInput> {
  const key = readKey(record);
  if (key.kind === 'tick') return { kind: 'time', time: record.timestamp };
  if (key.kind === 'bad') return { kind: 'dead', reason: 'bad-key', detail: key.detail };
  if (record.value === null) return { kind: 'skip', reason: 'removed' };
  const decoded = stage.alerts.decode(record.value, record.headers);
  if (!decoded.ok) return { kind: 'dead', reason: decoded.reason, detail: decoded.detail };
  const alert = decoded.value;
  const input = { alert, surroundings: stage.surroundingsOf(alert) };
  return { kind: 'input', key: key.check, input, time: alert.arrival };
}

function write(stage: NotifyStage, topic: string, output: NotifyOutput, key: string): Write {
  if ('endsAt' in output) return { kind: 'note', reason: 'end-ahead' };
  const value = stage.notifications.encode(output);
  return { kind: 'record', record: { topic, key, value, timestamp: output.arrival } };
}
