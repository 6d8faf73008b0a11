import { describe, expect, it } from '@jest/globals';
import type { Notification } from '@panto/model';
import type { MemoryChange } from './channel-memory';
import type { Job, JobOwner } from './job';
import type { Attempted } from './lane';
import { Lanes } from './lanes';
import { untried } from './progress';

const job = (episode: string, owner: JobOwner): Job => ({
  notification: { id: episode, episode, title: episode, arrival: 0, resend: 0 } as Notification,
  channel: 'mail',
  progress: untried,
  missed: [],
  owner,
});

/** Records what an owner remembers. */
class Owner implements JobOwner {
  readonly changes: MemoryChange[] = [];

  record(): void {
    return undefined;
  }

  remember(change: MemoryChange): void {
    this.changes.push(change);
  }
}

/** Lanes whose attempts end as given, and the messages that those attempts mentioned. */
function lanesOf(...endings: Attempted[]) {
  const missed: string[][] = [];
  const lanes = new Lanes({
    concurrency: 1,
    capacity: 10,
    staleAfter: 60_000,
    now: () => 0,
    attempt: async (_, told) => {
      missed.push(told.map(({ title }) => title));
      return endings.shift() ?? { kind: 'failed' };
    },
    end: () => undefined,
  });
  return { lanes, missed };
}
const old = (title: string) => ({ id: title, title, timestamp: 0 });

describe('the lanes', () => {
  it('mention what an owner remembers in the next message, whoever brings it, and tell the owner', async () => {
    const { lanes, missed } = lanesOf({ kind: 'failed' }, { kind: 'delivered' }, { kind: 'delivered' });
    const [one, two] = [new Owner(), new Owner()];
    lanes.restore('mail', [old('a')], one);
    for (const name of ['b', 'c', 'd']) {
      lanes.add(job(name, two));
      await lanes.withdraw(two);
    }
    expect(missed).toEqual([['a'], ['a'], []]);
    expect(one.changes).toEqual([{ channel: 'mail', told: ['a'] }]);
  });

  it('leave expired messages to their owner when it goes', async () => {
    const { lanes, missed } = lanesOf({ kind: 'expired' }, { kind: 'delivered' });
    const [one, two] = [new Owner(), new Owner()];
    lanes.add(job('a', one));
    await lanes.withdraw(one);
    lanes.add(job('b', two));
    await lanes.withdraw(two);
    expect(missed).toEqual([[], []]);
  });

  it('drop the oldest beyond what a message mentions', async () => {
    const { lanes } = lanesOf();
    const owner = new Owner();
    lanes.restore('mail', Array.from({ length: 22 }, (_, i) => old(String(i))), owner); // prettier-ignore
    expect(owner.changes.flatMap(({ told }) => told)).toEqual(['0', '1']);
  });
});
