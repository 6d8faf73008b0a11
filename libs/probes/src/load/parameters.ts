import { z } from 'zod';
import { timeout } from '../parameter';

/** Parameters of the Probe `load`. */
export const loadParameters = z.strictObject({ timeout: timeout(5_000) });
