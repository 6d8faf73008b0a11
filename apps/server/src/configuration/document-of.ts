import { channelSpec } from '@panto/channels';
import { type Kind, parseJson, specSchemas } from '@panto/resource';
import { z } from 'zod';
import { instant, uuid } from '../http/answer-fields';
import type { ConfigurationRecord, Records } from './kind-topic';
import type { Present } from './present';
import { maskSecrets } from './secret-mask';

const status = z
  .looseObject({
    version: z.int().describe('grows with every change'),
    createdAt: instant,
    updatedAt: instant,
    host: z.string().nullable().optional().describe('of an Agent'),
    software: z.string().nullable().optional().describe('of an Agent: its version'),
  })
  .readonly();

/** A resource as shown, without its spec: what can be applied again, and what else the Server knows. */
const shown = {
  metadata: z
    .object({ id: uuid, name: z.string(), labels: z.record(z.string(), z.string()).readonly() })
    .readonly(),
  status,
};

/** A resource as shown. */
export type ResourceDocument = z.output<z.ZodReadonly<z.ZodObject<typeof shown>>> & {
  readonly kind: Kind;
  readonly spec: unknown;
};

/** The schema of the documents of a kind: specs as written, references by present names. */
export function shownSchema(kind: Kind): z.ZodType {
  const spec = kind === 'Channel' ? channelSpec : specSchemas[kind];
  return z.object({ kind: z.literal(kind), metadata: shown.metadata, spec, status: shown.status });
}

/** The document of a record: references by present names, secrets masked. */
export function documentOf(kind: Kind, record: ConfigurationRecord, present: Present): ResourceDocument {
  const { id, name, labels, version } = record;
  const told = 'host' in record ? { host: record.host, software: record.software } : {};
  return {
    kind,
    metadata: { id, name, labels },
    spec: shownSpec(kind, record, present),
    status: {
      version,
      createdAt: new Date(record.createdAt).toISOString(),
      updatedAt: new Date(record.updatedAt).toISOString(),
      ...told,
    },
  };
}

/** The match of a Silence; Checks with the same name are shown once. */
function silenceMatch(
  { targets, checks }: Records['Silence'],
  spec: object,
  named: (of: Kind, id: string) => string,
): object {
  const match = 'match' in spec && typeof spec.match === 'object' ? spec.match : {};
  return {
    ...match,
    ...(targets.length > 0 && { targets: targets.map((one) => named('Target', one)) }),
    ...(checks.length > 0 && { checks: [...new Set(checks.map((one) => named('Check', one)))] }),
  };
}

function shownSpec(kind: Kind, record: ConfigurationRecord, present: Present): unknown {
  const spec = parseJson(record.spec);
  const named = (of: Kind, id: string): string => present.get(of, id)?.name ?? id;
  if (kind === 'Channel') return maskSecrets(spec);
  if (typeof spec !== 'object' || spec === null) return spec;
  // A name may have changed since it was written; the UUID beside the spec counts.
  if ('dependsOn' in record) {
    return record.dependsOn.length === 0
      ? spec
      : { ...spec, dependsOn: record.dependsOn.map((one) => named('Target', one)) };
  }
  if ('until' in record) return { ...spec, match: silenceMatch(record, spec, named) };
  if ('target' in record) {
    const agent = record.agent === null ? {} : { agent: named('Agent', record.agent) };
    return { ...spec, target: named('Target', record.target), ...agent };
  }
  if ('channels' in record) return { ...spec, channels: record.channels.map((one) => named('Channel', one)) };
  return spec;
}
