import type { Heartbeat } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import type { Table } from '../projection/table-reader';
import { type OpenCodec, TopicCodec } from '../projection/topic-codec';

/** What is known about the liveness of an Agent. */
export interface AgentSign {
  /** ms */
  readonly seenAt: number;
  /** Its newest heartbeat; absent before the first. */
  readonly heartbeat?: Heartbeat;
}

/** How long after its last sign of life an Agent counts as alive, ms. */
export const aliveFor = 90_000;

/**
 * Signs of life of the Agents: their heartbeats, and their requests to this Server for their configuration.
 */
export class AgentSigns implements Table {
  readonly name = 'heartbeats';
  readonly topics: readonly string[];
  private readonly codec: TopicCodec<Heartbeat>;
  private readonly signs = new Map<string, AgentSign>();

  constructor(openCodec: OpenCodec, prefix: string) {
    this.codec = new TopicCodec(openCodec, prefix, 'agents.heartbeats', 'heartbeat');
    this.topics = [this.codec.topic];
  }

  prepare(records: readonly LogRecord[]): Promise<void> {
    return this.codec.prepare(records);
  }

  /** Processes a heartbeat; unreadable ones are skipped. */
  take(record: LogRecord): void {
    const id = record.key?.toString('utf8') ?? '';
    const decoded = this.codec.decode(record);
    if (!decoded.ok) return;
    const seenAt = Math.max(record.timestamp, this.signs.get(id)?.seenAt ?? 0);
    this.signs.set(id, { seenAt, heartbeat: decoded.value });
  }

  /** A configured Agent made a request. */
  saw(id: string, now: number): void {
    this.signs.set(id, { ...this.signs.get(id), seenAt: Math.max(now, this.signs.get(id)?.seenAt ?? 0) });
  }

  /** What is known of an Agent. */
  of(id: string): AgentSign | undefined {
    return this.signs.get(id);
  }
}
