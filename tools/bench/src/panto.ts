import { openTopicAdmin, planTopics } from '@panto/kafka';
import { wantedTopics } from '@panto/topics';
import type { Child } from './child';
import { named } from './cluster';
import type { Contender } from './contender';
import { advised, startProcessor } from './processor';

/** The topics that the stage writes: recreated for every run. */
const written = ['states', 'state-processor-snapshots', 'dead-letters.state-processor'];

/** Panto's state-processor as it is shipped, in a number of processes. */
export const panto = (processes: number, flags: readonly string[] = nodeFlags()): Contender => ({
  name: `panto ${processes}`,
  rival: false,
  async prepare({ root, servers, cluster }, { prefix }) {
    const group = `${prefix}state-processor`;
    const names = written.map((name) => named(prefix, name));
    const clear = async (): Promise<void> => {
      await cluster.deleteGroup(group);
      await cluster.deleteTopics((name) => names.includes(name));
    };
    await clear();
    const topics = await openTopicAdmin(cluster.client);
    const wanted = wantedTopics({ prefix, partitions: cluster.partitions, replicationFactor: 1 });
    await topics.apply(planTopics(wanted.filter(({ name }) => names.includes(name)), [])); // prettier-ignore
    await topics.close();
    const start = (): Child[] =>
      Array.from({ length: processes }, (_, i) => {
        // As in a StatefulSet: a restarted pod keeps its name.
        const env = { PANTO_INSTANCE: String(i) };
        return startProcessor({ root, servers }, prefix, { name: `panto ${i}`, flags, env });
      });
    return { group, states: named(prefix, 'states'), start, clear };
  },
});

/**
 * Flags for node of the measured processes; to add some for a profile: PANTO_BENCH_NODE_FLAGS="--cpu-prof
 * --cpu-prof-dir=...".
 */
const nodeFlags = (): string[] =>
  [...advised, ...(process.env['PANTO_BENCH_NODE_FLAGS'] ?? '').split(' ')].filter(Boolean);
