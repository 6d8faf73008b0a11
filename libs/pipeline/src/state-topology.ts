import {
  stateDecider,
  type CheckMemory,
  type EvaluateSettings,
  type StateInput,
  type StateOutput,
} from '@panto/evaluate';
import { topicName, type Observation, type Result, type State } from '@panto/model';
import type { LogRecord, Read, Topology, Write } from '@panto/streams';
import { clockAheadLimit } from './arrival-clock';
import { checkTable, type CheckReading } from './check-input';
import { readKey } from './record-key';
import { SharedRules } from './shared-rules';
import { stateMemory } from './state-memory';
import { preparing, type Decoded, type ValueCodec } from './value-codec';

/** The parts of the stage from Results to States. */
export interface StateStage {
  /** Prefix of all topics. */
  readonly prefix: string;
  readonly results: ValueCodec<Result>;
  readonly states: ValueCodec<State>;
  readonly checks: CheckReading;
  /** Joins the four maps of a Result and checks it against the limits of metrics. */
  readonly observationOf: (result: Result, arrival: number) => Decoded<Observation>;
  /** A fast path from the bytes of a common Result; undefined: the slow path must be taken. */
  readonly observe?: (record: LogRecord, arrival: number) => Observation | undefined;
  readonly evaluate: EvaluateSettings;
  /** How far ahead of its arrival a timestamp may be, ms. */
  readonly clockAhead?: number;
}

/** The topology of the stage from Results to States. */
export function stateTopology(stage: StateStage): Topology<CheckMemory, StateInput, StateOutput> {
  const topic = (name: string) => topicName(stage.prefix, name);
  const rules = new SharedRules();
  return {
    name: 'state-processor',
    inputs: [
      checkTable(topic('config.checks'), stage.checks, rules),
      {
        topic: topic('results'),
        role: 'stream',
        prepare: preparing(stage.results),
        read: (record, clock) => readResult(stage, record, clock),
        ready: (input, memory) => input.type !== 'result' || memory.seen.configuration !== null,
      },
    ],
    outputs: [topic('states')],
    snapshots: topic('state-processor-snapshots'),
    deadLetters: topic('dead-letters.state-processor'),
    ticksTo: [topic('states')],
    decider: stateDecider(stage.evaluate),
    memory: stateMemory(rules),
    write: (output, key) => write(stage, topic('states'), output, key),
    forgettable: (memory) => memory.seen.configuration === null,
  };
}

function readResult(stage: StateStage, record: LogRecord, clock: number): Read<StateInput> {
  const arrival = Math.max(clock, record.timestamp);
  const dead = (reason: string, detail: string) => ({ kind: 'dead', reason, detail, time: arrival }) as const;
  const key = readKey(record);
  if (key.kind === 'tick') return { kind: 'time', time: arrival };
  if (key.kind === 'bad') return dead('bad-key', key.detail);
  const observed = observe(stage, record, arrival);
  if (!observed.ok) {
    const refusal = dead(observed.reason, observed.detail);
    return dependsOnRegistry(observed.reason) ? { ...refusal, key: key.check } : refusal;
  }
  const ahead = observed.value.timestamp - record.timestamp;
  if (ahead > (stage.clockAhead ?? clockAheadLimit)) {
    return dead(
      'clock-ahead',
      `its timestamp is ${ahead} ms ahead of its arrival; look at the clock of its producer`,
    );
  }
  return {
    kind: 'input',
    key: key.check,
    input: { type: 'result', observation: observed.value },
    time: arrival,
  };
}

/** Whether the registry may answer differently later; all other refusals depend on the bytes alone. */
const dependsOnRegistry = (reason: string) => reason === 'unknown-schema' || reason === 'incompatible-schema';

function observe(stage: StateStage, record: LogRecord, arrival: number): Decoded<Observation> {
  const quick = stage.observe?.(record, arrival);
  if (quick !== undefined) return { ok: true, value: quick };
  const decoded = stage.results.decode(record.value, record.headers);
  return decoded.ok ? stage.observationOf(decoded.value, arrival) : decoded;
}

function write(stage: StateStage, topic: string, output: StateOutput, key: string): Write {
  switch (output.type) {
    case 'note':
      return { kind: 'note', reason: output.reason };
    case 'removed':
      return { kind: 'record', record: { topic, key, value: null, timestamp: output.time } };
    case 'state': {
      const value = stage.states.encode(output.state);
      return { kind: 'record', record: { topic, key, value, timestamp: output.state.arrival } };
    }
  }
}
