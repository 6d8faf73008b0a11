import { z } from 'zod';
import { address, port, timeout } from '../parameter';

/** Parameters of the Probe `tcp`. */
export const tcpParameters = z.strictObject({
  address,
  port: port.meta({ text: 'TCP port.' }),
  send: z.string().max(65_536).optional().meta({ text: 'Text to send after connecting.' }),
  expect: z
    .string()
    .optional()
    .meta({ text: 'Regular expression (RE2) that must be found in the first 64 KiB of the answer.' }),
  timeout: timeout(5_000),
});
