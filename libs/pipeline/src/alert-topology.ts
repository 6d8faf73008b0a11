import {
  alertDecider,
  type AlertInput,
  type AlertMemory,
  type AlertOutput,
  type AlertSettings,
} from '@panto/alert';
import { topicName, type Alert, type State } from '@panto/model';
import type { LogRecord, Read, Topology, Write } from '@panto/streams';
import { alertMemory } from './alert-memory';
import { checkTable, type CheckReading } from './check-input';
import { readKey } from './record-key';
import { SharedRules } from './shared-rules';
import { preparing, type ValueCodec } from './value-codec';

/** The parts of the stage from States to Alerts. */
export interface AlertStage {
  /** Prefix of all topics. */
  readonly prefix: string;
  readonly states: ValueCodec<State>;
  readonly alerts: ValueCodec<Alert>;
  readonly checks: CheckReading;
  readonly alert: AlertSettings;
}

/** The topology of the stage from States to Alerts. */
export function alertTopology(stage: AlertStage): Topology<AlertMemory, AlertInput, AlertOutput> {
  const topic = (name: string) => topicName(stage.prefix, name);
  const rules = new SharedRules();
  return {
    name: 'alert-processor',
    inputs: [
      checkTable(topic('config.checks'), stage.checks, rules),
      {
        topic: topic('states'),
        role: 'stream',
        prepare: preparing(stage.states),
        read: (record) => readState(stage, record),
        // A State decided by a configuration version that has not arrived here yet waits for it.
        ready: (input, { seen }) =>
          input.type !== 'state' || input.state.version <= (seen.configuration?.version ?? -1),
      },
    ],
    outputs: [topic('alerts')],
    snapshots: topic('alert-processor-snapshots'),
    deadLetters: topic('dead-letters.alert-processor'),
    ticksTo: [topic('alerts')],
    decider: alertDecider(stage.alert),
    memory: alertMemory(rules),
    write: ({ alert }, key) => write(stage, topic('alerts'), alert, key),
    forgettable: ({ seen, episodes }) => seen.configuration === null && Object.keys(episodes).length === 0,
  };
}

/** The clock of arrivals comes with the States and ticks: the Kafka timestamps of this topic are those times. */
function readState(stage: AlertStage, record: LogRecord): Read<AlertInput> {
  const key = readKey(record);
  if (key.kind === 'tick') return { kind: 'time', time: record.timestamp };
  if (key.kind === 'bad') return { kind: 'dead', reason: 'bad-key', detail: key.detail };
  if (record.value === null) return { kind: 'skip', reason: 'removed' };
  const decoded = stage.states.decode(record.value, record.headers);
  if (!decoded.ok) return { kind: 'dead', reason: decoded.reason, detail: decoded.detail };
  const state = decoded.value;
  return { kind: 'input', key: key.check, input: { type: 'state', state }, time: state.arrival };
}

function write(stage: AlertStage, topic: string, alert: Alert, key: string): Write {
  return {
    kind: 'record',
    record: { topic, key, value: stage.alerts.encode(alert), timestamp: alert.arrival },
  };
}
