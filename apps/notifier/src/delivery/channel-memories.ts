import type { ChannelMemory } from '@panto/model';
import { isBlank, remembered, type MemoryChange } from './channel-memory';

/** What a partition remembers of the Channels, and which changes are still to be written. */
export class ChannelMemories {
  private readonly memories: Map<string, ChannelMemory>;
  private changes: readonly MemoryChange[] = [];
  private inDoubt: readonly MemoryChange[] = [];

  /** `unrecorded`: changes that may or may not have been written; applying them twice is harmless. */
  constructor(stored: ReadonlyMap<string, ChannelMemory>, unrecorded: readonly MemoryChange[] = []) {
    this.memories = new Map(stored);
    for (const change of unrecorded) this.apply(change);
  }

  /** Everything remembered, by Channel. */
  get all(): readonly ChannelMemory[] {
    return [...this.memories.values()];
  }

  /** Applies a change; false: it changes nothing. */
  apply(change: MemoryChange): boolean {
    const before = this.memories.get(change.channel) ?? blank(change.channel);
    const after = remembered(before, change);
    if (after === before) return false;
    if (isBlank(after)) this.memories.delete(change.channel);
    else this.memories.set(change.channel, after);
    this.changes = [...this.changes, change];
    return true;
  }

  /** The memories to write, including blank ones; `kept` confirms that they are written. */
  drain(): readonly ChannelMemory[] {
    const channels = new Set(this.changes.map(({ channel }) => channel));
    this.inDoubt = this.changes;
    this.changes = [];
    return [...channels].map((channel) => this.memories.get(channel) ?? blank(channel));
  }

  /** Confirms that the result of `drain` is written. */
  kept(): void {
    this.inDoubt = [];
  }

  /** Changes that may not have been written. */
  get unrecorded(): readonly MemoryChange[] {
    return [...this.inDoubt, ...this.changes];
  }
}

const blank = (channel: string): ChannelMemory => ({ channel, disabled: null, missed: [] });
