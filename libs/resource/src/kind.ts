import { z } from 'zod';
import { agentSpec } from './schema/agent';
import { channelSpec } from './schema/channel';
import { checkSpec } from './schema/check';
import { type Metadata, metadataSchema } from './schema/metadata';
import { routeSpec } from './schema/route';
import { silenceSpec } from './schema/silence';
import { targetSpec } from './schema/target';

/** The schema of the spec of every kind. A kind may refer to those above it in this table. */
export const specSchemas = {
  Target: targetSpec,
  Agent: agentSpec,
  Channel: channelSpec,
  Check: checkSpec,
  Route: routeSpec,
  Silence: silenceSpec,
} as const;

/** A kind of resource. */
export type Kind = keyof typeof specSchemas;

/** Every kind, those that others refer to first. */
export const kinds = Object.keys(specSchemas) as readonly Kind[];

/** Whether a value is the name of a kind. */
export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(specSchemas, value);
}

/** The parsed specs by kind: defaults filled in, durations in ms. */
export type Specs = { readonly [K in Kind]: z.output<(typeof specSchemas)[K]> };

/** The schema of a whole document of a kind; only an Agent may omit its spec. */
export function documentSchema<K extends Kind>(
  kind: K,
): z.ZodType<{ readonly kind: K; readonly metadata: Metadata; readonly spec?: Specs[K] }> {
  const spec: z.ZodType = kind === 'Agent' ? specSchemas.Agent.default({}) : specSchemas[kind];
  const schema: z.ZodType = z.strictObject({ kind: z.literal(kind), metadata: metadataSchema, spec });
  // The table pairs each kind with its spec; the compiler cannot follow a lookup by a type parameter.
  return schema as ReturnType<typeof documentSchema<K>>;
}
