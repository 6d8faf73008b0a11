import { type Kind, parseJson } from '@panto/resource';
import type { ConfigurationRecord } from './kind-topic';
import type { Present } from './present';
import { maskSecrets } from './secret-mask';

/** A resource as it is shown: what can be applied again, and what the Server knows besides. */
export interface ResourceDocument {
  readonly kind: Kind;
  readonly metadata: {
    readonly id: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: unknown;
  readonly status: Readonly<Record<string, unknown>>;
}

/** The document of a record: references by the present names, secrets masked. */
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

function shownSpec(kind: Kind, record: ConfigurationRecord, present: Present): unknown {
  const spec = parseJson(record.spec);
  const named = (of: Kind, id: string): string => present.get(of, id)?.name ?? id;
  if (kind === 'Channel') return maskSecrets(spec);
  if (typeof spec !== 'object' || spec === null) return spec;
  // A name that was written may have changed since; the UUID beside the spec is what counts.
  if ('dependsOn' in record) {
    return record.dependsOn.length === 0
      ? spec
      : { ...spec, dependsOn: record.dependsOn.map((one) => named('Target', one)) };
  }
  if ('target' in record) {
    const agent = record.agent === null ? {} : { agent: named('Agent', record.agent) };
    return { ...spec, target: named('Target', record.target), ...agent };
  }
  if ('channels' in record) return { ...spec, channels: record.channels.map((one) => named('Channel', one)) };
  return spec;
}
