import type { Topology } from './topology';

/** All topics of a topology: a stage writes to the partition that it reads from. */
export function topicsOf<Memory, Input, Output>(
  topology: Topology<Memory, Input, Output>,
): readonly string[] {
  return [
    ...topology.inputs.map(({ topic }) => topic),
    ...topology.outputs,
    topology.snapshots,
    topology.deadLetters,
  ];
}

/** What is wrong with the numbers of partitions of the topics of a stage, which must be equal; undefined: nothing. */
export function partitionFault(
  stage: string,
  topics: readonly string[],
  counts: readonly number[],
  wanted = counts[0],
): string | undefined {
  if (counts.every((count) => count === wanted)) return undefined;
  const found = topics.map((topic, index) => `${topic} ${counts[index] ?? 0}`).join(', ');
  return (
    `The topics of ${stage} must all have ${wanted} partitions, but have: ${found}. ` +
    'Recreate them; partitions of a topic with state cannot be added in place.'
  );
}
