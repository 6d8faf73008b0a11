import { z } from 'zod';
import { matchKeys } from './match';
import { nameField } from './name-field';

/** The spec of a Route: which Alerts go to which Channels; an absent list matches everything. */
export const routeSpec = z.strictObject({
  match: z.strictObject(matchKeys).default({}),
  channels: z.array(nameField).max(100),
  default: z.boolean().default(false),
});
