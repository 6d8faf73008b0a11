import { stateNameValues } from '@panto/model';
import { z } from 'zod';
import { instant, uuid } from '../http/answer-fields';

const agentStatus = z
  .object({
    id: uuid,
    name: z.string(),
    host: z.string().nullable(),
    version: z.string().nullable(),
    alive: z.boolean(),
    seenAt: instant.nullable(),
    checks: z.int(),
    spooled: z.int().nullable(),
    dropped: z.int().nullable(),
  })
  .readonly();

/** The status of an Agent. */
export type AgentStatus = z.output<typeof agentStatus>;

const stageLag = z
  .object({
    name: z.string(),
    lag: z.int().nullable().describe('records still to be read; null before the first commit'),
  })
  .readonly();

/** The lag of a stage. */
export type StageLag = z.output<typeof stageLag>;

/** The overall status, for `panto status`. */
export const statusDocument = z
  .object({
    server: z
      .object({
        version: z.string(),
        startedAt: instant,
        missing: z.array(z.string()).readonly().describe('what keeps the Server from answering everything'),
      })
      .readonly(),
    resources: z.record(z.string(), z.int()).readonly(),
    states: z.record(z.enum(stateNameValues), z.int()).readonly(),
    agents: z.array(agentStatus).readonly(),
    stages: z.array(stageLag).readonly().nullable().describe('null if Kafka does not respond'),
  })
  .readonly();

/** The overall status, for `panto status`. */
export type StatusDocument = z.output<typeof statusDocument>;
