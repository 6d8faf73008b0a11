import { openCodec, Registry, registryAddress, schemaNamed } from '@panto/avro';
import { channels, secretReader } from '@panto/channels';
import { clientIdentity, createKafkaLog } from '@panto/kafka';
import { topicName, type Acknowledgement, type Alert, type Channel, type ChannelMemory, type Check, type Delivery, type Notification, type Route, type Silence, type Target } from '@panto/model'; // prettier-ignore
import { notifyTopology } from '@panto/pipeline';
import { logPulse, notReady, ready, streamMeter, type Runner, type Shell } from '@panto/service';
import { runTopology, type Log, type RunningTopology } from '@panto/streams';
import { Configuration } from './configuration/configuration';
import { problemDecoder } from './configuration/problem-codec';
import { createDelivery } from './delivery/delivery';
import { deliveryMeter } from './delivery/delivery-meter';
import type { DeliveryWorker } from './delivery/delivery-worker';
import { channelSettings, type NotifierSettings } from './settings';

/** Maximum time without progress of the log, ms. */
const patience = 60_000;

/** The codecs of all topics that the notifier reads or writes. */
async function openCodecs(settings: NotifierSettings) {
  const registry = new Registry(registryAddress(settings));
  const open = <Value>(topic: string, schema: string) =>
    openCodec<Value>(registry, topicName(settings.topicPrefix, topic), schemaNamed(schema));
  return {
    alerts: await open<Alert>('alerts', 'alert'),
    notifications: await open<Notification>('notifications', 'notification'),
    deliveries: await open<Delivery>('deliveries', 'delivery'),
    memories: await open<ChannelMemory>('channel-memories', 'channel-memory'),
    checks: await open<Check>('config.checks', 'check'),
    targets: await open<Target>('config.targets', 'target'),
    channels: await open<Channel>('config.channels', 'channel'),
    routes: await open<Route>('config.routes', 'route'),
    silences: await open<Silence>('config.silences', 'silence'),
    acknowledgements: await open<Acknowledgement>('acknowledgements', 'acknowledgement'),
    problems: problemDecoder(registry),
  };
}

type Codecs = Awaited<ReturnType<typeof openCodecs>>;

/** The notifier: decides about Alerts in transactions, and delivers the resulting messages. */
export class Notifier implements Runner {
  private readonly opened: (() => Promise<void>)[] = [];
  private deciding: RunningTopology | undefined;
  private delivery: DeliveryWorker | undefined;
  private started: Promise<void> | undefined;
  private tell: (error: unknown) => void = () => undefined;

  constructor(
    private readonly settings: NotifierSettings,
    private readonly shell: Shell,
    private readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  start(): Promise<void> {
    this.started = this.open();
    return this.started;
  }

  async stop(): Promise<void> {
    // A failed start is reported by `start`; whatever it had opened is closed all the same.
    await this.started?.catch(() => undefined);
    for (let close = this.opened.pop(); close !== undefined; close = this.opened.pop()) await close();
  }

  ready() {
    if (this.deciding?.ready() !== true) return notReady('the deciding stage is restoring, or waiting for its partitions'); // prettier-ignore
    if (this.delivery?.ready !== true)
      return notReady('the delivery is restoring, or waiting for its partitions');
    return ready;
  }

  onFatal(listener: (error: unknown) => void): void {
    this.tell = listener;
  }

  private async open(): Promise<void> {
    const { settings, shell } = this;
    const identity = clientIdentity('notifier', settings.instance);
    const log = await createKafkaLog(settings, { ...identity, logger: shell.log });
    this.opened.push(() => log.close());
    const pulse = logPulse(log, topicName(settings.topicPrefix, 'alerts'));
    shell.signs.watch('kafka', () => pulse.look());
    this.opened.push(() => pulse.stop());
    await pulse.start();
    const codecs = await openCodecs(settings);
    const dependencies = { states: settings.dependencyStates, wait: settings.dependencyWait, severity: settings.severity }; // prettier-ignore
    const configuration = new Configuration({ log, logger: shell.log, prefix: settings.topicPrefix, codecs, dependencies, patience, onFatal: (error) => this.tell(error) }); // prettier-ignore
    this.opened.push(() => configuration.stop());
    await configuration.start();
    const delivery = this.createDelivery(log, codecs, configuration);
    this.opened.push(() => delivery.stop());
    await delivery.start();
    this.delivery = delivery;
    const deciding = await this.decide(log, codecs, configuration);
    this.opened.push(() => deciding.stop());
    this.deciding = deciding;
  }

  private decide(log: Log, codecs: Codecs, configuration: Configuration): Promise<RunningTopology> {
    const { topicPrefix: prefix, tasks, severity } = this.settings;
    const topology = notifyTopology({
      prefix,
      severity,
      alerts: codecs.alerts,
      notifications: codecs.notifications,
      surroundingsOf: (of) => configuration.surroundingsOf(of),
      tablesRead: () => configuration.readToEnd(),
    });
    return runTopology(topology, log, {
      settings: { prefix, tasks },
      logger: this.shell.log,
      meter: streamMeter(this.shell.meters, this.shell.log),
      onFatal: (error) => this.tell(error),
    });
  }

  private createDelivery(log: Log, codecs: Codecs, configuration: Configuration): DeliveryWorker {
    const { settings, shell } = this;
    const sender = channels(channelSettings(settings));
    this.opened.push(() => sender.close());
    const { maxAge, firstWait, longestWait, concurrency, staleAfter, tasks } = settings;
    return createDelivery({
      log,
      prefix: settings.topicPrefix,
      notifications: codecs.notifications,
      deliveries: codecs.deliveries,
      memories: codecs.memories,
      sender,
      channelOf: (id) => configuration.channelOf(id),
      readSecret: secretReader(this.env),
      policy: { maxAge, firstWait, longestWait },
      attemptTimeout: settings.attemptTimeout,
      now: Date.now,
      random: Math.random,
      logger: shell.log,
      meter: (waiting) => deliveryMeter(shell.meters, waiting),
      limits: { concurrency, channelCapacity: settings.capacity, partitionCapacity: 10_000, staleAfter, tasks, patience, attempts: 12 }, // prettier-ignore
      tablesRead: () => configuration.readToEnd(),
      onFatal: (error) => this.tell(error),
    });
  }
}
