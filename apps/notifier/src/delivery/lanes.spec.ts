import { describe, expect, it } from '@jest/globals';
import type { Notification } from '@panto/model';
import type { Job } from './job';
import type { Attempted } from './lane';
import { Lanes } from './lanes';
import { untried } from './progress';

const owner = { record: () => undefined };
const job = (episode: string): Job => ({
  notification: { id: episode, episode, title: episode, arrival: 0, resend: 0 } as Notification,
  channel: 'mail',
  progress: untried,
  missed: [],
  owner,
});

describe('the lanes', () => {
  it('tell of what expired though its task has begun anew meanwhile', async () => {
    const missed: string[][] = [];
    const endings: Attempted[] = [{ kind: 'expired' }, { kind: 'delivered' }];
    const lanes = new Lanes({
      concurrency: 1,
      capacity: 10,
      staleAfter: 60_000,
      now: () => 0,
      attempt: async (each) => {
        missed.push(each.missed.map(({ title }) => title));
        return endings.shift() ?? { kind: 'failed' };
      },
      end: () => undefined,
    });
    lanes.add(job('a'));
    await lanes.withdraw(owner);
    lanes.add(job('b'));
    await lanes.withdraw(owner);
    expect(missed).toEqual([[], ['a']]);
  });
});
