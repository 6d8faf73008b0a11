import { randomUUID } from 'node:crypto';
import { openBed, type Bed } from './bed';
import type { Rules } from './check-spec';
import type { Stage } from './contender';

/** An unused bed without Checks. */
export function freshBed({ cluster, servers }: Stage, name: string, rules: Rules): Promise<Bed> {
  return openBed(cluster, servers.registry, `bench-${name}-${randomUUID().slice(0, 8)}.`, rules);
}
