import { type AnyResource, canonicalJson, formatJson, type Kind, parseJson } from '@panto/resource';
import type { ConfigurationRecord } from './kind-topic';
import type { Present } from './present';
import { unmaskSecrets } from './secret-mask';

/** The possible outcomes for a resource. */
export const changeOutcomes = ['created', 'changed', 'unchanged'] as const;

/** The outcome for one resource of a set. */
export interface Change {
  readonly kind: Kind;
  readonly outcome: (typeof changeOutcomes)[number];
  /** The record in force afterwards. */
  readonly record: ConfigurationRecord;
}

/** A Channel's spec holds a masked secret, and there is no present one to put in its place. */
export class MaskedSecret extends Error {
  override readonly name = 'MaskedSecret';
  readonly code = 'masked-secret';
}

/** What applying a set would do, one resource per step, without writing. Unchanged resources keep their version. */
export function* planApply(
  resources: readonly AnyResource[],
  present: Present,
  now: number,
): Generator<undefined, readonly Change[]> {
  const changes: Change[] = [];
  for (const resource of resources) {
    changes.push(changeOf(resource, present, now));
    yield;
  }
  return changes;
}

function changeOf(resource: AnyResource, present: Present, now: number): Change {
  const { kind } = resource;
  const before: ConfigurationRecord | undefined = present.get(kind, resource.id);
  const next = recordOf(resource, before, now);
  if (before === undefined) return { kind, outcome: 'created', record: next };
  if (content(before) === content(next)) return { kind, outcome: 'unchanged', record: before };
  return { kind, outcome: 'changed', record: next };
}

function recordOf(
  resource: AnyResource,
  before: ConfigurationRecord | undefined,
  now: number,
): ConfigurationRecord {
  const envelope = {
    id: resource.id,
    name: resource.name,
    labels: resource.labels,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    // Time never runs backwards in a record, whatever this host's clock does.
    updatedAt: Math.max(now, before?.updatedAt ?? 0),
    spec: formatJson(resource.written),
  };
  switch (resource.kind) {
    case 'Target':
    case 'Check':
    case 'Route':
      return { ...envelope, ...resource.links };
    case 'Silence': {
      const { from = null, until = 0, repeat = null } = resource.spec;
      return { ...envelope, ...resource.links, from, until, repeat };
    }
    case 'Agent': {
      const told = before !== undefined && 'host' in before ? before : { host: null, software: null };
      return { ...envelope, host: told.host, software: told.software };
    }
    case 'Channel':
      return { ...envelope, spec: channelSpecOf(resource, before) };
  }
}

function channelSpecOf(resource: AnyResource, before: ConfigurationRecord | undefined): string {
  const spec = unmaskSecrets(resource.written, before === undefined ? {} : parseJson(before.spec));
  if (spec !== undefined) return formatJson(spec);
  throw new MaskedSecret(
    `Channel \`${resource.name}\`: a secret is masked, and there is no present one to keep; write the secret, or { env: NAME } or { file: path }`,
  );
}

/** The identity of a record's content: everything but its version and its times. */
function content(record: ConfigurationRecord): string {
  const { version: _version, createdAt: _createdAt, updatedAt: _updatedAt, spec, ...rest } = record;
  return canonicalJson({ ...rest, spec: parseJson(spec) });
}
