import type { MissedMessage } from '@panto/model';
import type { Job, JobOwner } from './job';
import { Lane, type LaneContext } from './lane';

/** One lane per Channel, so that a dead Channel delays no other. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly context: LaneContext) {}

  /** Number of messages waiting or in flight, over all Channels. */
  get length(): number {
    return [...this.lanes.values()].reduce((sum, lane) => sum + lane.length, 0);
  }

  /** Adds a message to the lane of its Channel. */
  add(job: Job): void {
    this.laneOf(job.channel).add(job);
  }

  /** Restores messages that an owner remembers: the next one to reach the Channel mentions them. */
  restore(channel: string, missed: readonly MissedMessage[], owner: JobOwner): void {
    if (missed.length > 0) this.laneOf(channel).restore(missed, owner);
  }

  /** Forgets the jobs of an owner; resolves once none of them is in flight. */
  async withdraw(owner: JobOwner): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.withdraw(owner)));
    for (const [channel, lane] of this.lanes) if (lane.idle) this.lanes.delete(channel);
  }

  private laneOf(channel: string): Lane {
    const found = this.lanes.get(channel);
    const lane = found ?? new Lane(channel, this.context);
    if (found === undefined) this.lanes.set(channel, lane);
    return lane;
  }
}
