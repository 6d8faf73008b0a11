import { observationOf } from '@panto/avro';
import { defaultSeverity, tickKey, type Alert, type Check, type Result, type State } from '@panto/model';
import { alertTopology, stateTopology } from '@panto/pipeline';
import { checkConfigurationOf, compileMatcher } from '@panto/resource';
import { TopologyDriver, type LogRecord } from '@panto/streams';
import type { TestStage } from '../harness/test-stage';

/** What must stand in `states` and `alerts`, by partition: worked out from the committed input alone. */
export interface Expected {
  readonly states: readonly (readonly LogRecord[])[];
  readonly alerts: readonly (readonly LogRecord[])[];
}

/** One undisturbed process, without a broker, over everything that was committed to `results` and `config.checks`. */
export async function undisturbed(stage: TestStage): Promise<Expected> {
  const checks = {
    codec: await stage.codec<Check>('config.checks', 'check'),
    configurationOf: checkConfigurationOf,
  };
  const states = await stage.codec<State>('states', 'state');
  const [configured, results] = [await stage.read('config.checks'), await stage.read('results')];
  const stateStage = stateTopology({
    prefix: stage.prefix,
    results: await stage.codec<Result>('results', 'result'),
    states,
    checks,
    observationOf,
    evaluate: { severity: defaultSeverity, compileMatcher },
  });
  const alertStage = alertTopology({
    prefix: stage.prefix,
    states,
    alerts: await stage.codec<Alert>('alerts', 'alert'),
    checks,
    alert: { severity: defaultSeverity },
  });
  const options = { recoverable: false };
  const expected = results.map((list, partition) => {
    const [first, second] = [
      new TopologyDriver(stateStage, options),
      new TopologyDriver(alertStage, options),
    ];
    for (const record of configured[partition] ?? []) {
      first.feed({ ...record, partition: 0 });
      second.feed({ ...record, partition: 0 });
    }
    for (const record of list) {
      const written = first.feed({ ...record, partition: 0 });
      for (const state of written) second.feed(state);
    }
    return { states: spoken(first.outputs), alerts: spoken(second.outputs) };
  });
  return { states: expected.map((one) => one.states), alerts: expected.map((one) => one.alerts) };
}

/** The records that say something: ticks are not among them, since how many are passed on depends on the batches. */
export function spoken(records: readonly LogRecord[]): LogRecord[] {
  return records.filter(({ key }) => key?.toString() !== tickKey);
}

/** Records as text, one a line, so that a difference can be read. */
export function transcript(records: readonly LogRecord[]): string[] {
  return records.map(
    ({ key, value, timestamp }) => `${key?.toString()} ${timestamp} ${value?.toString('base64')}`,
  );
}
