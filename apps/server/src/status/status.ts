import { type Kind, kinds } from '@panto/resource';
import { type Pulse, withTimeout } from '@panto/service';
import type { Log } from '@panto/streams';
import { type AgentSigns, aliveFor } from '../agent/agent-signs';
import type { Configuration } from '../configuration/configuration';
import { kindTopics } from '../configuration/kind-topic';
import type { TableReader } from '../projection/table-reader';
import type { States } from '../state/states';
import { stageLags } from './stages';
import type { AgentStatus, StageLag, StatusDocument } from './status-document';

/** The sources of the status. */
export interface StatusSources {
  readonly version: string;
  readonly prefix: string;
  readonly log: Log;
  readonly configuration: Configuration;
  readonly states: States;
  readonly signs: AgentSigns;
  readonly readers: readonly TableReader[];
  /** Whether Kafka answers. */
  readonly kafka: Pick<Pulse, 'look'>;
}

/** Maximum wait for Kafka's answer, ms. */
const patience = 5_000;

/** Reports the overall status. */
export class Status {
  private readonly startedAt: number;

  constructor(
    private readonly sources: StatusSources,
    private readonly now: () => number = Date.now,
  ) {
    this.startedAt = now();
  }

  /** What keeps the Server from answering everything. */
  missing(): readonly string[] {
    const { readers, kafka } = this.sources;
    const pulse = kafka.look();
    return [
      ...(pulse.ok ? [] : [`Kafka ${pulse.why}`]),
      ...readers.flatMap(({ name, missing }) => (missing === undefined ? [] : [`${name} ${missing}`])),
    ];
  }

  /** The overall status at this moment. */
  async document(): Promise<StatusDocument> {
    const { version, configuration, states } = this.sources;
    const { present } = configuration;
    const count = (kind: Kind): readonly [string, number] => [kindTopics[kind].segment, present.count(kind)];
    return {
      server: { version, startedAt: new Date(this.startedAt).toISOString(), missing: this.missing() },
      resources: Object.fromEntries(kinds.map(count)),
      states: states.counts(present),
      agents: this.agents(),
      stages: await this.stages(),
    };
  }

  private agents(): readonly AgentStatus[] {
    const { configuration, signs } = this.sources;
    const { present } = configuration;
    return present.list('Agent').map(({ id, name, host, software }) => {
      const sign = signs.of(id);
      return {
        id,
        name,
        host,
        version: software,
        alive: sign !== undefined && this.now() - sign.seenAt <= aliveFor,
        seenAt: sign === undefined ? null : new Date(sign.seenAt).toISOString(),
        checks: present.checksOf(id).length,
        spooled: sign?.heartbeat?.spooled ?? null,
        dropped: sign?.heartbeat?.dropped ?? null,
      };
    });
  }

  private async stages(): Promise<readonly StageLag[] | null> {
    const { log, prefix } = this.sources;
    let lags: readonly StageLag[] | null = null;
    const asked = stageLags(log, prefix).then(
      (told) => (lags = told),
      () => null,
    );
    await withTimeout(patience, asked);
    return lags;
  }
}
