import { hostname } from 'node:os';
import { z } from 'zod';

/** By what name a process is known to brokers. */
export interface ClientIdentity {
  readonly clientId: string;
  /** The name is that of one process at a time: whoever was in a group under it before is dead. */
  readonly exclusive: boolean;
}

/** Environment variable of a process that takes part in the work of a stage. */
export const instanceShape = {
  instance: {
    env: 'PANTO_INSTANCE',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must be 1 to 128 letters, digits, dots, dashes or underscores')
      .optional(),
    doc: 'Name of this process among those of its stage, the same after a restart (that of a pod of a StatefulSet): what was killed is not waited for then. Two processes must not have one name.',
    secret: false,
  },
};

/** The identity of a process of a stage; without the name of an instance one that no other process has. */
export function clientIdentity(stage: string, instance: string | undefined): ClientIdentity {
  if (instance !== undefined) return { clientId: `${stage}-${instance}`, exclusive: true };
  return { clientId: `${stage}-${hostname()}-${process.pid}`, exclusive: false };
}
