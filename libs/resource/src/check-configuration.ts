import type { Check, CheckConfiguration, StateRule } from '@panto/model';
import { explain } from './explain';
import { formatPath } from './fault';
import { parseJson } from './json';
import { type Specs, specSchemas } from './kind';
import type { Resource } from './resource';

/** A Check read from a topic whose spec cannot be used: no version of the Server can have written it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'bad-configuration';
}

/** The properties of a Check besides its spec. */
export type CheckIdentity = Pick<CheckConfiguration, 'id' | 'target' | 'version' | 'createdAt'>;

/** The configuration that the folds need, from a resource that has just been read. */
export function toCheckConfiguration(
  resource: Resource<'Check'>,
  at: Pick<CheckConfiguration, 'version' | 'createdAt'>,
): CheckConfiguration {
  const { id, links, spec } = resource;
  return configuration({ id, target: links.target, ...at }, spec);
}

/** The configuration that the folds need, from a Check record. */
export function checkConfigurationOf(check: Check): CheckConfiguration {
  const { id, target, version, createdAt } = check;
  return configuration({ id, target, version, createdAt }, checkSpecOf(check));
}

/** The spec from a Check record: what its Agent needs to know. */
export function checkSpecOf({ id, spec }: Pick<Check, 'id' | 'spec'>): Specs['Check'] {
  let value: unknown;
  try {
    value = parseJson(spec);
  } catch (error) {
    throw new ConfigurationError(`Check ${id}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = specSchemas.Check.safeParse(value, { error: explain });
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${formatPath(path.map(String))}: ${message}`);
  throw new ConfigurationError(`Check ${id}: ${faults.join('; ')}`);
}

function configuration(identity: CheckIdentity, spec: Specs['Check']): CheckConfiguration {
  const { interval, missingAfter, confirm, states, alerts } = spec;
  return {
    ...identity,
    missingAfter: missingAfter ?? 3 * interval,
    confirm,
    states: states.map((rule) => withTolerance(rule, interval)),
    alerts,
  };
}

/** A history condition without a tolerance uses the interval of its Check. */
function withTolerance(rule: Specs['Check']['states'][number], interval: number): StateRule {
  if (rule.type !== 'history') return rule;
  const states = rule.states.map((entry) => ({
    ...entry,
    conditions: entry.conditions.map((condition) => ({ tolerance: interval, ...condition })),
  }));
  return { ...rule, states };
}
