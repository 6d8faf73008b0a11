import { channelSpec } from '@panto/channels';
import { partitionOf } from '@panto/kafka';
import { probes } from '@panto/probes';
import type { Surrounding } from '@panto/resource';
import {
  type Composition,
  logPulse,
  METERS,
  type Resource,
  ServiceError,
  type Settings,
  type Shell,
} from '@panto/service';
import type { Log } from '@panto/streams';
import { Acknowledgements } from './acknowledgement/acknowledgements';
import { Acknowledger } from './acknowledgement/acknowledger';
import { Unassigned } from './adoption/unassigned';
import type { UnassignedStore } from './adoption/unassigned-results';
import { AgentSigns } from './agent/agent-signs';
import { Agents } from './agent/agents';
import { ApiServer } from './api-server';
import { Administration } from './configuration/administration';
import { ChangeLog } from './configuration/change-log';
import { Configuration } from './configuration/configuration';
import { AcknowledgementsController } from './http/acknowledgements.controller';
import { AgentsController } from './http/agents.controller';
import { ApplyController } from './http/apply.controller';
import { resourceControllers } from './http/resources.controller';
import { NotificationsController } from './http/notifications.controller';
import { ResultsController } from './http/results.controller';
import { StatesController } from './http/states.controller';
import { StatusController } from './http/status.controller';
import { UnassignedController } from './http/unassigned.controller';
import type { NotificationHistory } from './notification/notification-history';
import { NotificationLog } from './notification/notification-log';
import { Notifications } from './notification/notifications';
import { Placement } from './projection/placement';
import { Publisher } from './projection/publisher';
import { type Table, TableReader } from './projection/table-reader';
import type { OpenCodec } from './projection/topic-codec';
import { Ingest } from './result/ingest';
import type { serverSettings } from './settings';
import { States } from './state/states';
import { Status } from './status/status';

/** The Server's settings as read. */
export type ServerSettings = Settings<typeof serverSettings>;

/** The version that the Server reports. */
export const serverVersion = '0.1.0';

/** Forms that other libraries define: parameters of Probes, specs of Channels. */
const forms: Pick<Surrounding, 'probes' | 'channels'> = {
  probes: Object.fromEntries([...probes].map(([name, { parameters }]) => [name, parameters])),
  channels: channelSpec,
};

/** The external dependencies of the Server. */
export interface Surroundings {
  readonly log: Log;
  readonly openCodec: OpenCodec;
  readonly history: NotificationHistory;
  readonly unassigned: UnassignedStore;
}

const controllers = [
  ApplyController,
  ResultsController,
  UnassignedController,
  NotificationsController,
  AcknowledgementsController,
  StatesController,
  StatusController,
  AgentsController,
  ...resourceControllers,
];

/** Composes the Server over an open log, the codecs of its topics, and the stores. */
export function compose(
  settings: ServerSettings,
  shell: Shell,
  { log, openCodec, history, unassigned }: Surroundings,
): Composition {
  const { topicPrefix: prefix } = settings;
  const placement = new Placement(log, partitionOf);
  const publisher = new Publisher(log, placement);
  const configuration = new Configuration(openCodec, prefix, shell.log);
  const states = new States(openCodec, prefix);
  const signs = new AgentSigns(openCodec, prefix);
  const acknowledgements = new Acknowledgements(openCodec, prefix);
  const follow = (table: Table) => new TableReader(log, table, shell.log);
  const [reader, acknowledged] = [follow(configuration), follow(acknowledgements)];
  const readers = [reader, acknowledged, ...[states, signs].map(follow)];
  const changeLog = new ChangeLog(log, `${prefix}server`, reader, placement);
  const kafka = logPulse(log, `${prefix}config.checks`);
  const status = new Status({ version: serverVersion, prefix, log, configuration, states, signs, readers, kafka }); // prettier-ignore
  const changes = shell.meters.counter('panto_server_changes_total', 'Resources applied.', [
    'kind',
    'outcome',
  ]);
  const results = shell.meters.counter('panto_server_results_total', 'Results sent over HTTP.', ['outcome']);
  const provided = [
    [Configuration, configuration],
    [Administration, new Administration(configuration, reader, changeLog, forms, changes)],
    [
      Acknowledger,
      new Acknowledger({ configuration, states, acknowledgements, reader: acknowledged, publisher }),
    ],
    [Agents, new Agents(configuration, signs, deliveryOf(settings))],
    [Ingest, new Ingest(openCodec, prefix, configuration, publisher, results)],
    [Notifications, new Notifications(history, new NotificationLog(log, openCodec, prefix, publisher), configuration)], // prettier-ignore
    [Unassigned, new Unassigned(unassigned, configuration)],
    [States, states],
    [Status, status],
    [METERS, shell.meters],
  ] as const;
  const module = {
    controllers,
    providers: provided.map(([provide, useValue]) => ({ provide, useValue })),
  };
  return {
    runner: new ApiServer(apiOptions(settings, status), module, shell),
    resources: [
      closing('log', log),
      kafka,
      closing('publisher', publisher),
      closing('change log', changeLog),
      ...readers,
    ],
  };
}

const closing = (name: string, it: { close(): Promise<void> }): Resource => ({
  name,
  stop: () => it.close(),
});

function deliveryOf(settings: ServerSettings) {
  return {
    kafka: { bootstrapServers: settings.agentKafka ?? settings.brokers.join(',') },
    schemaRegistryUrl: settings.agentRegistry ?? settings.registryUrl,
    topicPrefix: settings.topicPrefix,
  };
}

function apiOptions(settings: ServerSettings, status: Status) {
  const { host, port, token, allowedHosts, bodyBytes, tlsPort, tlsCertificate: cert, tlsKey: key } = settings;
  if (tlsPort !== undefined && (cert === undefined || key === undefined)) {
    throw new ServiceError(
      'bad-settings',
      'PANTO_SERVER_TLS_PORT is set: set PANTO_SERVER_TLS_CERTIFICATE and PANTO_SERVER_TLS_KEY too (or ..._FILE)',
    );
  }
  const tls =
    tlsPort === undefined || cert === undefined || key === undefined
      ? undefined
      : { port: tlsPort, cert, key };
  const missing = () => status.missing();
  return { version: serverVersion, host, port, token, allowedHosts, bodyBytes, tls, missing };
}
