import type { MissedMessage } from '@panto/model';
import type { Job, JobOwner } from './job';
import { Lane, type LaneContext } from './lane';

/** One lane per Channel: a dead Channel delays nobody else. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly context: LaneContext) {}

  /** Messages that wait or are under way, all Channels together. */
  get length(): number {
    return [...this.lanes.values()].reduce((sum, lane) => sum + lane.length, 0);
  }

  /** Takes a message into the lane of its Channel. */
  add(job: Job): void {
    this.laneOf(job.channel).add(job);
  }

  /** Brings back messages that an owner remembers: the next that reaches the Channel tells of them. */
  restore(channel: string, missed: readonly MissedMessage[], owner: JobOwner): void {
    if (missed.length > 0) this.laneOf(channel).restore(missed, owner);
  }

  /** Forgets what an owner brought; resolves when nothing of it is under way any more. */
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
