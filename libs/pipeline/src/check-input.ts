import type { Check, CheckConfiguration } from '@panto/model';
import type { InputTopic, LogRecord, Read } from '@panto/streams';
import { readKey } from './record-key';
import type { SharedRules } from './shared-rules';
import { preparing, type ValueCodec } from './value-codec';

/** A configuration as input of a stage; null removes the Check. */
export type CheckInput = {
  readonly type: 'check';
  readonly configuration: CheckConfiguration | null;
  /** When it was written, ms. */
  readonly time: number;
};

/** What a stage needs to read Checks. */
export interface CheckReading {
  readonly codec: ValueCodec<Check>;
  /** Throws an error with a readable message if the spec cannot be used. */
  readonly configurationOf: (check: Check) => CheckConfiguration;
}

/** The topic of Checks as a table of a stage, which holds shared rules once. */
export function checkTable<Memory, Input>(
  topic: string,
  reading: CheckReading,
  rules: SharedRules,
): InputTopic<Memory, Input | CheckInput> {
  const configurationOf = (check: Check) => rules.share(reading.configurationOf(check));
  return {
    topic,
    role: 'table',
    prepare: preparing(reading.codec),
    read: (record) => readCheck(record, { codec: reading.codec, configurationOf }),
  };
}

function readCheck(record: LogRecord, { codec, configurationOf }: CheckReading): Read<CheckInput> {
  const key = readKey(record);
  if (key.kind === 'bad') return { kind: 'dead', reason: 'bad-key', detail: key.detail };
  if (key.kind === 'tick') return { kind: 'skip', reason: 'tick' };
  const input = (configuration: CheckConfiguration | null): Read<CheckInput> => ({
    kind: 'input',
    key: key.check,
    input: { type: 'check', configuration, time: record.timestamp },
  });
  if (record.value === null) return input(null);
  const decoded = codec.decode(record.value, record.headers);
  if (!decoded.ok) return { kind: 'dead', reason: decoded.reason, detail: decoded.detail };
  try {
    // Every reader of the topic takes the Check from the key.
    return input(configurationOf({ ...decoded.value, id: key.check }));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'dead', reason: 'bad-configuration', detail };
  }
}
