import type { Result } from '@panto/model';
import { execute, probes, unmeasured, type Measurement, type Probe, type Surroundings } from '@panto/probes';
import type { AgentCheck } from './configuration/agent-configuration';
import type { Permission } from './permission';

/** What all runs of Checks share. */
export interface Running {
  /** UUID of this Agent. */
  readonly agent: string;
  readonly permission: Permission;
  readonly surroundings: Pick<Surroundings, 'clock' | 'matcher'>;
  /** Every Probe by name; Panto's own by default. */
  readonly probes?: ReadonlyMap<string, Probe>;
}

/**
 * Runs the Probe of a Check, and once more if the Agent was stopped meanwhile or got no CPU: then what seems
 * slow or dead is the Agent, not the Target. Whatever happens yields a Result.
 */
export async function runCheck(check: AgentCheck, running: Running): Promise<Result> {
  return (await attempt(check, running)) ?? (await attempt(check, running)) ?? stoodStill(running);
}

async function attempt(check: AgentCheck, running: Running): Promise<Result | null> {
  const timestamp = Math.floor(running.surroundings.clock.now());
  const measurement = await measure(check, running);
  return measurement && { timestamp, ...measurement, agent: running.agent };
}

function stoodStill({ surroundings, agent }: Running): Result {
  const timestamp = Math.floor(surroundings.clock.now());
  return { timestamp, ...unmeasured('system: the Agent was stalled while the Probe ran, twice'), agent };
}

async function measure(check: AgentCheck, running: Running): Promise<Measurement | null> {
  const { permission, surroundings } = running;
  const probe = (running.probes ?? probes).get(check.probe);
  if (!probe) return unmeasured(`unknown-probe: this version of the Agent has no Probe ${check.probe}`);
  if (permission.probes && !permission.probes.has(check.probe)) {
    return unmeasured(`not-permitted: the settings of the Agent do not allow the Probe ${check.probe}`);
  }
  const { permits } = permission;
  return execute(probe, check.parameters, { ...surroundings, target: check.target, permits });
}
