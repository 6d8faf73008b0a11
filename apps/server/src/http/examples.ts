import type { Kind } from '@panto/resource';
import type { ResourceDocument } from '../configuration/document-of';
import type { Ingestion } from '../result/ingest';
import type { UnassignedDocument } from '../adoption/unassigned-document';
import type { AcknowledgementDocument } from '../acknowledgement/acknowledgement-document';
import type { AgentConfiguration } from '../agent/agent-configuration';
import type { NotificationDocument, ResentDocument } from '../notification/notification-document';
import type { StateDocument } from '../state/state-document';
import type { StatusDocument } from '../status/status-document';

/** Example responses for the API's description; the compiler checks them against the real response types. */

const ids = {
  check: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  target: '5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01',
  agent: 'c5bcf92b-b5d0-5981-9fbe-7a6b3f42e035',
  channel: '11111111-1111-4111-8111-111111111111',
  route: '22222222-2222-4222-8222-222222222222',
  notification: '5b9d6c1e-9d0a-5f0e-8f0a-000000000001',
  episode: '7d1a3c55-1111-5222-8333-444455556666',
  alert: '9c2b6a10-0000-5000-8000-000000000001',
};
const noon = '2026-11-23T12:00:00.000Z';

export const stateExample: StateDocument = {
  check: { id: ids.check, name: 'checkout-http' },
  target: { id: ids.target, name: 'web-1.example.com' },
  state: 'CRITICAL',
  previous: 'CRITICAL',
  timestamp: noon,
  since: '2026-11-23T11:58:30.000Z',
  occurrences: 4,
  problemOccurrences: 6,
  reasons: [
    {
      rule: 'slow',
      kind: 'MATCHED',
      field: 'duration-seconds',
      value: 2.35,
      reference: null,
      operator: 'gt',
      operand: 2,
      text: 'duration-seconds is 2.35, above 2',
    },
  ],
  version: 3,
};

export const statusExample: StatusDocument = {
  server: { version: '0.1.0', startedAt: noon, missing: [] },
  resources: { targets: 12, agents: 2, channels: 3, checks: 40, routes: 2, silences: 1 },
  states: { OK: 37, UNKNOWN: 0, WARNING: 1, MISSING_DATA: 0, ERROR: 0, CRITICAL: 2 },
  agents: [
    {
      id: ids.agent,
      name: 'edge-1',
      host: 'edge-1.example.com',
      version: '0.1.0',
      alive: true,
      seenAt: noon,
      checks: 40,
      spooled: 0,
      dropped: 0,
    },
  ],
  stages: [{ name: 'state-processor', lag: 0 }],
};

export const notificationExample: NotificationDocument = {
  id: ids.notification,
  episode: ids.episode,
  alert: ids.alert,
  check: { id: ids.check, name: 'checkout-http' },
  target: { id: ids.target, name: 'web-1.example.com' },
  channel: { id: ids.channel, name: 'ops-chat' },
  route: { id: ids.route, name: 'shop' },
  decision: 'send',
  reason: 'first',
  silence: null,
  acknowledgedBy: null,
  dependency: null,
  rule: 'any-change',
  kind: 'change',
  status: 'firing',
  state: 'CRITICAL',
  told: null,
  title: 'CRITICAL: checkout-http on web-1.example.com',
  text: 'checkout-http on web-1.example.com is CRITICAL.\n- duration-seconds is 2.35, above 2',
  reasons: stateExample.reasons,
  timestamp: noon,
  opened: noon,
  duration: 0,
  version: 3,
  resend: 0,
  outcome: 'expired',
  lastAttempt: { attempts: 17, reason: 'network', detail: 'connect ECONNREFUSED', timestamp: '2026-11-23T12:59:41.000Z' }, // prettier-ignore
};

export const resentExample: ResentDocument = {
  id: ids.notification,
  channel: { id: ids.channel, name: 'ops-chat' },
  title: notificationExample.title,
  resend: 1,
};

export const acknowledgementExample: AcknowledgementDocument = {
  id: '3f0e2b6c-4a1d-4c52-9d7b-2b1f0a9e8c77',
  check: { id: ids.check, name: 'checkout-http' },
  episodes: [],
  reason: 'the database fails over',
  author: 'jane',
  acknowledgedAt: noon,
  until: null,
  sticky: false,
};

export const identityExample = { id: ids.agent, name: 'edge-1' };

export const agentConfigurationExample: AgentConfiguration = {
  version: 'a153b0628bd276de',
  kafka: { bootstrapServers: 'kafka-1:9092' },
  schemaRegistryUrl: 'http://registry:8081/apis/ccompat/v7',
  topicPrefix: 'panto.',
  checks: [
    {
      id: ids.check,
      name: 'checkout-http',
      probe: 'http',
      parameters: { url: 'https://web-1.example.com/health' },
      interval: 30_000,
      target: { id: ids.target, name: 'web-1.example.com', address: '192.0.2.10' },
    },
  ],
};

export const ingestionExample: Ingestion = {
  accepted: 1,
  rejected: [{ line: 2, message: 'check: there is no Check `nope`' }],
  rejectedCount: 1,
};

export const unassignedExample: UnassignedDocument = {
  check: ids.check,
  results: 721,
  first: '2026-11-23T06:00:00.000Z',
  last: noon,
  interval: '30s',
  metrics: ['duration-seconds', 'up'],
};

export const changesExample = {
  dryRun: false,
  changes: [{ kind: 'Check', id: ids.check, name: 'checkout-http', outcome: 'created', version: 1 }],
};

/** The smallest possible spec of each kind. */
const specs: Readonly<Record<Kind, unknown>> = {
  Target: { address: '192.0.2.10' },
  Agent: {},
  Check: { target: 'web-1.example.com', agent: 'edge-1', probe: 'http', interval: '30s' },
  Channel: { type: 'email', to: ['sre@example.com'] },
  Route: { match: { labels: { team: 'shop' } }, channels: ['mail'] },
  Silence: {
    match: { targets: ['web-1.example.com'] },
    until: '2026-11-23T14:00:00Z',
    reason: 'the database moves',
  },
};

export const resourceExample = (kind: Kind): ResourceDocument => ({
  kind,
  metadata: { id: ids.check, name: kind.toLowerCase(), labels: { team: 'shop' } },
  spec: specs[kind],
  status: { version: 1, createdAt: noon, updatedAt: noon },
});
