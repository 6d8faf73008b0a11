import { z } from 'zod';
import { ca, timeout } from '../parameter';

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(4096)
  .refine((text) => !/^[a-z]+:\/\/[^/?#]*@/i.test(text), 'must not contain a user or password; use headers');

const statusRange = z.union([z.int().min(100).max(599), z.string().regex(/^[1-5]xx$/, 'must be 200 or 2xx')]);

/** Parameters of the Probe `http`. */
export const httpParameters = z.strictObject({
  url: url.meta({ text: 'URL to request.' }),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .default('GET')
    .meta({ text: 'Method of the request.' }),
  headers: z
    .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/), z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/))
    .default({})
    .meta({ text: 'Headers of the request; they do not follow a redirect to another origin.' }),
  body: z.string().max(1_048_576).optional().meta({ text: 'Body of the request.' }),
  follow: z.int().min(0).max(20).default(5).meta({ text: 'How many redirects are followed.' }),
  expectStatus: z
    .array(statusRange)
    .min(1)
    .default(['2xx'])
    .meta({ text: 'Expected statuses: numbers, or `2xx`.' }),
  match: z.string().optional().meta({ text: 'Regular expression (RE2) that must be found in the body.' }),
  maxBodyBytes: z
    .int()
    .min(0)
    .max(67_108_864)
    .default(1_048_576)
    .meta({ text: 'A body larger than this, after decompression, is a failure.' }),
  tlsVerify: z.boolean().default(true).meta({ text: 'Whether an invalid certificate is a failure.' }),
  ca,
  timeout: timeout(10_000),
});
