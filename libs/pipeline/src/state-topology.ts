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
import { stateMemory } from './state-memory';
import { preparing, type Decoded, type ValueCodec } from './value-codec';

/** What the stage from Results to States is made of. */
export interface StateStage {
  /** Prefix of all topics. */
  readonly prefix: string;
  readonly results: ValueCodec<Result>;
  readonly states: ValueCodec<State>;
  readonly checks: CheckReading;
  /** Joins the four maps of a Result and tests it against the limits of metrics. */
  readonly observationOf: (result: Result, arrival: number) => Decoded<Observation>;
  readonly evaluate: EvaluateSettings;
  /** How far ahead of its arrival a timestamp may be, ms. */
  readonly clockAhead?: number;
}

/** The topology of the stage from Results to States. */
export function stateTopology(stage: StateStage): Topology<CheckMemory, StateInput, StateOutput> {
  const topic = (name: string) => topicName(stage.prefix, name);
  return {
    name: 'state-processor',
    inputs: [
      checkTable(topic('config.checks'), stage.checks),
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
    memory: stateMemory(),
    write: (output, key) => write(stage, topic('states'), output, key),
    forgettable: (memory) => memory.seen.configuration === null,
  };
}

function readResult(stage: StateStage, record: LogRecord, clock: number): Read<StateInput> {
  const arrival = Math.max(clock, record.timestamp);
  const dead = (reason: string, detail: string): Read<StateInput> => ({
    kind: 'dead',
    reason,
    detail,
    time: arrival,
  });
  const key = readKey(record);
  if (key.kind === 'tick') return { kind: 'time', time: arrival };
  if (key.kind === 'bad') return dead('bad-key', key.detail);
  const decoded = stage.results.decode(record.value, record.headers);
  if (!decoded.ok) return dead(decoded.reason, decoded.detail);
  const observed = stage.observationOf(decoded.value, arrival);
  if (!observed.ok) return dead(observed.reason, observed.detail);
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
