import { z } from 'zod';

/** The spec of an Agent: nothing so far; what an Agent is, it tells when it registers. */
export const agentSpec = z.strictObject({});
