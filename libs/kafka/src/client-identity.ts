import { hostname } from 'node:os';
import { z } from 'zod';

/** How a process identifies itself to brokers. */
export interface ClientIdentity {
  readonly clientId: string;
  /** Only one process at a time has the name: an earlier member of a group under this name is dead. */
  readonly exclusive: boolean;
}

/** Environment variable of a process that shares the work of a stage. */
export const instanceShape = {
  instance: {
    env: 'PANTO_INSTANCE',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must be 1 to 128 letters, digits, dots, dashes or underscores')
      .optional(),
    doc: 'Name of this process within its stage, kept across restarts (such as that of a StatefulSet pod): the group then does not wait for the killed process. Two processes must not share a name.',
    secret: false,
  },
};

/** The identity of a process of a stage; without an instance name a unique one. */
export function clientIdentity(stage: string, instance: string | undefined): ClientIdentity {
  if (instance !== undefined) return { clientId: `${stage}-${instance}`, exclusive: true };
  return { clientId: `${stage}-${hostname()}-${process.pid}`, exclusive: false };
}
