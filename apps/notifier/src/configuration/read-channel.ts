import { channelSpec } from '@panto/channels';
import type { Channel } from '@panto/model';
import type { ConfiguredChannel } from './configured-channel';

/** A Channel from its topic; one with an unusable spec stays known, along with what is wrong. */
export function readChannel({ id, name, version, updatedAt, spec }: Channel): ConfiguredChannel {
  let value: unknown;
  try {
    value = JSON.parse(spec);
  } catch {
    return { id, name, version, updatedAt, spec: null, fault: 'its spec is not JSON' };
  }
  const read = channelSpec.safeParse(value);
  if (read.success) return { id, name, version, updatedAt, spec: read.data };
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { id, name, version, updatedAt, spec: null, fault: `its spec cannot be used: ${faults.join('; ')}` };
}
