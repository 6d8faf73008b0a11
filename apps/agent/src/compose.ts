import { Registry } from '@panto/avro';
import { createClient, kafkaShape, openKeyedProducer, type KeyedProducer } from '@panto/kafka';
import { compileMatcher } from '@panto/resource';
import type { Composition, Settings, Shell } from '@panto/service';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Agent, type AgentParts } from './agent';
import { AgentMeters } from './agent-meters';
import { Backoff } from './backoff';
import { rememberedConfiguration } from './configuration/agent-configuration';
import { followConfiguration } from './configuration/follow-configuration';
import { Remembered } from './configuration/remembered';
import { HttpServerClient } from './configuration/server-client';
import { KafkaLink, type Destination } from './delivery/kafka-link';
import { Outbox } from './delivery/outbox';
import { rememberedIds, SchemaIds } from './delivery/schema-ids';
import { lock } from './lock';
import { pause } from './pause';
import { permissionOf } from './permission';
import { runCheck } from './run-check';
import type { agentSettings } from './settings';

/** The Agent's settings as read. */
export type AgentSettings = Settings<typeof agentSettings>;

/** The version that the Agent reports. */
export const agentVersion = '0.1.0';

const now = Date.now;
const random = Math.random;

/** Composes the Agent from its settings. */
export async function compose(settings: AgentSettings, shell: Shell): Promise<Composition> {
  const folder = join(settings.dataDir, 'agent');
  const unlock = await lock(folder);
  const logger = shell.log;
  const meters = new AgentMeters(shell.meters);
  const server = new HttpServerClient(settings.serverUrl, settings.serverToken, now);
  const self = { name: settings.name, host: hostname(), version: agentVersion };
  const link = linkOf(settings, shell, meters, folder);
  const maxBytes = settings.spoolBytes;
  const outbox = new Outbox({ folder: join(folder, 'spool'), maxBytes, link, meters, logger, now, random });
  const agent = new Agent({
    configurations: followConfiguration({
      server,
      introduction: { ...self, labels: settings.labels },
      remembered: new Remembered(join(folder, 'configuration.json'), rememberedConfiguration),
      backoff: new Backoff({ first: 500, most: 10_000, random }),
      logger,
      now,
      pause,
    }),
    link,
    outbox,
    overrides: (destination) => overridden(settings, destination),
    runCheck: runnerOf(settings),
    concurrency: settings.concurrency,
    meters,
    logger,
    now,
    self,
    clock: () => server.clock,
  });
  shell.meters.reading('panto_agent_checks', 'Checks that are run.', () => agent.checks);
  shell.meters.reading('panto_agent_spooled_results', 'Results on disk.', () => outbox.records);
  shell.meters.reading('panto_agent_spool_bytes', 'Bytes of the spool on disk.', () => outbox.bytes);
  return { runner: agent, resources: [{ name: 'lock', stop: unlock }] };
}

function linkOf(settings: AgentSettings, shell: Shell, meters: AgentMeters, folder: string): KafkaLink {
  const { registryUserInfo: userInfo } = settings;
  const remembered = new Remembered(join(folder, 'schema-ids.json'), rememberedIds);
  return new KafkaLink({
    schemaIds: new SchemaIds((url) => new Registry({ url, userInfo }), remembered),
    connect: (servers) => connect(settings, shell, servers),
    now,
    onUnencodable: (error) => {
      meters.dropped('unencodable', 1);
      shell.log.error({ error }, 'a Result fits no schema and is lost');
    },
  });
}

function connect(settings: AgentSettings, shell: Shell, servers: string): Promise<KeyedProducer> {
  const brokers = kafkaShape.brokers.schema.parse(servers);
  return openKeyedProducer(createClient({ ...settings, brokers }, `agent-${settings.name}`, shell.log));
}

function runnerOf(settings: AgentSettings): AgentParts['runCheck'] {
  const permission = permissionOf(settings.probes, settings.networks);
  const clock = { now, elapsed: () => performance.now() };
  const surroundings = { clock, matcher: compileMatcher };
  return (check, agent) => runCheck(check, { agent, permission, surroundings });
}

function overridden(settings: AgentSettings, destination: Destination): Destination {
  return {
    topicPrefix: destination.topicPrefix,
    kafka: { bootstrapServers: settings.brokers ?? destination.kafka.bootstrapServers },
    schemaRegistryUrl: settings.registryUrl ?? destination.schemaRegistryUrl,
  };
}
