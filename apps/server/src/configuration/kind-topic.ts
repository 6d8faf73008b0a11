import type { Agent, Channel, Check, Route, Silence, Target } from '@panto/model';
import type { Kind } from '@panto/resource';

/** The records of the configuration topics by kind. */
export interface Records {
  readonly Target: Target;
  readonly Agent: Agent;
  readonly Channel: Channel;
  readonly Check: Check;
  readonly Route: Route;
  readonly Silence: Silence;
}

/** A record of a configuration topic. */
export type ConfigurationRecord = Records[Kind];

/** Where a kind is stored: its topic in the catalogue, and its name in URLs and commands. */
export interface KindTopic {
  readonly topic: string;
  readonly schema: string;
  /** `checks`: the last part of `/api/v1/checks`. */
  readonly segment: string;
}

/** The topics of all kinds. Kinds that others refer to come first, so that readers of the topics meet them first. */
export const kindTopics: Readonly<Record<Kind, KindTopic>> = {
  Target: { topic: 'config.targets', schema: 'target', segment: 'targets' },
  Agent: { topic: 'config.agents', schema: 'agent', segment: 'agents' },
  Channel: { topic: 'config.channels', schema: 'channel', segment: 'channels' },
  Check: { topic: 'config.checks', schema: 'check', segment: 'checks' },
  Route: { topic: 'config.routes', schema: 'route', segment: 'routes' },
  Silence: { topic: 'config.silences', schema: 'silence', segment: 'silences' },
};
