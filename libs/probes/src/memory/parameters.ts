import { z } from 'zod';
import { timeout } from '../parameter';

/** Parameters of the Probe `memory`. */
export const memoryParameters = z.strictObject({ timeout: timeout(5_000) });
