import { z } from 'zod';
import { host, port, timeout } from '../parameter';

/** Parameters of the Probe `dns`. */
export const dnsParameters = z.strictObject({
  name: host.optional().meta({ text: "Name to query; default: the Target's address." }),
  type: z
    .enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'])
    .default('A')
    .meta({ text: 'Type of the records.' }),
  server: z
    .union([z.ipv4(), z.ipv6()])
    .optional()
    .meta({ text: 'IP address of the DNS server; default: those of the system.' }),
  port: port.default(53).meta({ text: 'Port of `server`.' }),
  expect: z
    .string()
    .optional()
    .meta({ text: 'Regular expression (RE2) that must be found in one of the answers.' }),
  timeout: timeout(5_000),
});
