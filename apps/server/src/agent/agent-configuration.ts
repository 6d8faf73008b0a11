import { createHash } from 'node:crypto';
import type { Check } from '@panto/model';
import { canonicalJson, checkSpecOf } from '@panto/resource';
import { z } from 'zod';
import type { Present } from '../configuration/present';
import { uuid } from '../http/answer-fields';

/** One Check as its Agent needs to know it. */
const agentCheck = z
  .object({
    id: uuid,
    name: z.string(),
    probe: z.string(),
    parameters: z.record(z.string(), z.unknown()).readonly(),
    interval: z.int().describe('ms'),
    target: z.object({ id: uuid, name: z.string(), address: z.string() }).readonly(),
  })
  .readonly();

/** One Check as its Agent needs to know it. */
export type AgentCheck = z.output<typeof agentCheck>;

/** Where an Agent delivers its Results. */
const delivery = {
  kafka: z.object({ bootstrapServers: z.string() }).readonly(),
  schemaRegistryUrl: z.string(),
  topicPrefix: z.string(),
};

/** The whole configuration of an Agent; the version is derived from its content. */
export const agentConfiguration = z
  .object({ version: z.string(), ...delivery, checks: z.array(agentCheck).readonly() })
  .readonly();

/** The whole configuration of an Agent. */
export type AgentConfiguration = z.output<typeof agentConfiguration>;

/** Where an Agent delivers its Results. */
export type Delivery = Omit<AgentConfiguration, 'version' | 'checks'>;

/** Builds the configuration of an Agent from the present configuration. */
export function agentConfigurationOf(
  agent: string,
  present: Present,
  delivery: Delivery,
): AgentConfiguration {
  const checks = present.checksOf(agent).flatMap((check) => agentCheckOf(check, present) ?? []);
  const content = { ...delivery, checks };
  const version = createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 16);
  return { version, ...content };
}

function agentCheckOf(check: Check, present: Present): AgentCheck | undefined {
  const target = present.get('Target', check.target);
  const { probe, parameters, interval } = specOf(check);
  if (target === undefined || probe === undefined) return undefined;
  const { id, name } = check;
  return {
    id,
    name,
    probe,
    parameters,
    interval,
    target: { id: target.id, name: target.name, address: addressOf(target) },
  };
}

type CheckSpec = ReturnType<typeof checkSpecOf>;
const specs = new WeakMap<Check, CheckSpec>();
const addresses = new WeakMap<object, string>();

/** Records are immutable, so each is parsed once. */
function specOf(check: Check): CheckSpec {
  const read = specs.get(check) ?? checkSpecOf(check);
  specs.set(check, read);
  return read;
}

/** The address of a Target; if none is given, its name, which should be a host name. */
function addressOf(target: { readonly name: string; readonly spec: string }): string {
  const known = addresses.get(target);
  if (known !== undefined) return known;
  const spec: unknown = JSON.parse(target.spec);
  const address =
    typeof spec === 'object' && spec !== null && 'address' in spec && typeof spec.address === 'string'
      ? spec.address
      : target.name;
  addresses.set(target, address);
  return address;
}
