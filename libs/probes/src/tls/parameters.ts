import { z } from 'zod';
import { address, ca, host, port, timeout } from '../parameter';

/** Parameters of the Probe `tls`. */
export const tlsParameters = z.strictObject({
  address,
  port: port.default(443).meta({ text: 'TCP port.' }),
  serverName: host
    .optional()
    .meta({ text: 'Name to request and to check in the certificate; default: the address.' }),
  verify: z.boolean().default(true).meta({ text: 'Whether an invalid certificate is a failure.' }),
  ca,
  timeout: timeout(5_000),
});
