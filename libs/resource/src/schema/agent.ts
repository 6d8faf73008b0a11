import { z } from 'zod';

/** The spec of an Agent: empty so far; an Agent describes itself when it registers. */
export const agentSpec = z.strictObject({});
