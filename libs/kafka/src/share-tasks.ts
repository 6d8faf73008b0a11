/** What a member of a group declares when it joins. */
export interface Claim {
  readonly member: string;
  /** Tasks that it owns, with their memory. */
  readonly tasks: readonly number[];
  /**
   * Generation of the group in which it received them; of two members that claim a task the one with the later
   * generation gets it.
   */
  readonly generation: number;
}

/**
 * Assigns tasks as evenly and with as few moves as possible, because a move costs a restore. Returns the same for the
 * same claims in any order.
 */
export function shareTasks(count: number, claims: readonly Claim[]): ReadonlyMap<string, readonly number[]> {
  const order = [...claims].sort((a, b) => b.generation - a.generation || (a.member < b.member ? -1 : 1));
  const shares = new Map<string, number[]>(order.map(({ member }) => [member, []]));
  const least = Math.floor(count / Math.max(1, order.length));
  // This many members get one more than the least; those that already hold more have the first claim to it.
  let extra = count - least * order.length;
  const taken = new Set<number>();
  for (const { member, tasks } of order) {
    const share = shares.get(member) ?? [];
    for (const task of [...new Set(tasks)].sort((a, b) => a - b)) {
      if (task < 0 || task >= count || taken.has(task)) continue;
      if (share.length >= least + (extra > 0 ? 1 : 0)) break;
      if (share.length === least) extra -= 1;
      share.push(task);
      taken.add(task);
      if (share.length > least) break;
    }
  }
  for (let task = 0; task < count; task += 1) {
    if (taken.has(task)) continue;
    const poorest = order.reduce<string | undefined>((best, { member }) => {
      const size = shares.get(member)?.length ?? 0;
      return best === undefined || size < (shares.get(best)?.length ?? 0) ? member : best;
    }, undefined);
    if (poorest !== undefined) shares.get(poorest)?.push(task);
  }
  for (const share of shares.values()) share.sort((a, b) => a - b);
  return shares;
}
