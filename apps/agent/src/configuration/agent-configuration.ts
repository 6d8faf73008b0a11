import { z } from 'zod';

const agentCheck = z.object({
  id: z.uuid().toLowerCase(),
  name: z.string(),
  probe: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  /** ms */
  interval: z.int().min(1),
  target: z.object({ id: z.string(), name: z.string(), address: z.string() }),
});

/** One Check as the Server describes it to the Agent that runs it. */
export type AgentCheck = z.output<typeof agentCheck>;

/** What an Agent is to do and where its Results go. Unknown keys come from newer Servers. */
export const agentConfiguration = z.object({
  version: z.string(),
  kafka: z.object({ bootstrapServers: z.string().min(1) }),
  schemaRegistryUrl: z.url(),
  topicPrefix: z.string(),
  checks: z.array(agentCheck),
});

/** What an Agent is to do and where its Results go. */
export type AgentConfiguration = z.output<typeof agentConfiguration>;

/** The identity that the Server assigned to this Agent. */
export const agentIdentity = z.object({ id: z.string().min(1), name: z.string() });

/** The identity that the Server assigned to this Agent. */
export type AgentIdentity = z.output<typeof agentIdentity>;

/** What an Agent stores on disk so that it can work without the Server. */
export const rememberedConfiguration = z.object({
  identity: agentIdentity,
  configuration: agentConfiguration,
});

/** What an Agent stores on disk so that it can work without the Server. */
export type RememberedConfiguration = z.output<typeof rememberedConfiguration>;
