import type { Heartbeat, Result } from '@panto/model';
import { notReady, ready, type Logger, type Readiness, type Runner } from '@panto/service';
import { Subject, Subscription, type Observable } from 'rxjs';
import type { AgentMeters } from './agent-meters';
import type {
  AgentCheck,
  AgentConfiguration,
  RememberedConfiguration,
} from './configuration/agent-configuration';
import type { Destination, KafkaLink } from './delivery/kafka-link';
import type { Outbox } from './delivery/outbox';
import { beat } from './heartbeat';
import { runSchedule } from './schedule/run-schedule';
import { Schedule, type Due } from './schedule/schedule';

/** The components of an Agent. */
export interface AgentParts {
  readonly configurations: Observable<RememberedConfiguration>;
  readonly link: KafkaLink;
  readonly outbox: Outbox;
  /** Applies local settings that override what the Server says. */
  readonly overrides: (destination: Destination) => Destination;
  readonly runCheck: (check: AgentCheck, agent: string) => Promise<Result>;
  readonly concurrency: number;
  readonly meters: AgentMeters;
  readonly logger: Logger;
  readonly now: () => number;
  readonly self: Pick<Heartbeat, 'name' | 'host' | 'version'>;
  /** Our clock less the Server's, ms. */
  readonly clock: () => number | null;
}

/** Maximum time that Kafka may take to accept anything before the Agent is not ready, ms. */
const longestSilence = 20_000;

/** Runs Checks, puts their Results into the outbox, and sends heartbeats. */
export class Agent implements Runner {
  private readonly schedule = new Schedule();
  private readonly configurations = new Subject<AgentConfiguration>();
  private readonly subscriptions = new Subscription();
  private readonly startedAt: number;
  private present: RememberedConfiguration | undefined;
  private fatal: (error: unknown) => void = () => undefined;

  constructor(private readonly parts: AgentParts) {
    this.startedAt = parts.now();
  }

  /** Number of Checks that are run. */
  get checks(): number {
    return this.schedule.checks;
  }

  async start(): Promise<void> {
    const { parts, subscriptions } = this;
    const onFatal = (error: unknown): void => this.fatal(error);
    await parts.outbox.open(onFatal);
    subscriptions.add(this.runs().subscribe({ error: onFatal }));
    const heartbeats = beat({
      present: () => this.heartbeat(),
      send: (heartbeat) => parts.link.beat(heartbeat),
      onFailure: (error) => parts.logger.debug({ error }, 'no heartbeat could be sent'),
      news: this.configurations,
    });
    subscriptions.add(heartbeats.subscribe({ error: onFatal }));
    const follow = parts.configurations.subscribe({ next: (found) => this.takeOver(found), error: onFatal });
    subscriptions.add(follow);
  }

  async stop(): Promise<void> {
    this.subscriptions.unsubscribe();
    await this.parts.outbox.close();
    await this.parts.link.close();
  }

  ready(): Readiness {
    const { outbox, link } = this.parts;
    if (!this.present) return notReady('there is no configuration yet: the Server has not responded');
    const { silence } = link;
    if (outbox.failing) {
      return notReady(`Results cannot be delivered; ${outbox.records} are waiting on disk`);
    }
    return silence <= longestSilence
      ? ready
      : notReady(
          `Kafka has accepted nothing for ${Math.round(silence / 1_000)} s; ${outbox.records} Results are waiting on disk`,
        );
  }

  onFatal(listener: (error: unknown) => void): void {
    this.fatal = listener;
  }

  private takeOver(found: RememberedConfiguration): void {
    this.present = found;
    this.parts.link.use(this.parts.overrides(found.configuration));
    this.configurations.next(found.configuration);
  }

  private runs(): Observable<never> {
    const { now, concurrency, logger } = this.parts;
    return runSchedule({
      schedule: this.schedule,
      configurations: this.configurations,
      now,
      concurrency,
      run: (check) => this.run(check),
      onDue: (due) => this.countSkipped(due),
      onError: (check, error) => logger.error({ check: check.id, error }, 'a run failed'),
    });
  }

  private async run(check: AgentCheck): Promise<void> {
    const agent = this.present?.identity.id;
    if (agent === undefined) return;
    const result = await this.parts.runCheck(check, agent);
    this.parts.meters.ran(check.probe, result);
    // If a Check was changed or removed meanwhile, the measurement belongs to another one and is dropped.
    if (this.schedule.holds(check)) await this.parts.outbox.put({ check: check.id, result });
  }

  private heartbeat(): Heartbeat | null {
    const { parts, present } = this;
    if (!present) return null;
    return {
      ...parts.self,
      agent: present.identity.id,
      timestamp: parts.now(),
      startedAt: this.startedAt,
      configuration: present.configuration.version,
      checks: this.checks,
      spooled: parts.outbox.records,
      dropped: parts.meters.losses,
      clock: parts.clock(),
    };
  }

  private countSkipped(due: Due): void {
    this.parts.meters.skipped('overlap', due.overlapping.length);
    this.parts.meters.skipped('missed', due.missed);
    for (const { id, name } of due.overlapping) {
      this.parts.logger.debug({ check: id, name }, 'skipped: its last run has not ended');
    }
  }
}
