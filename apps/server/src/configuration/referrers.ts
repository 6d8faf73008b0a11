import { type Kind, kinds } from '@panto/resource';
import type { ConfigurationRecord } from './kind-topic';
import type { Present } from './present';

/** A resource that refers to another. */
export interface Referrer {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
}

/**
 * The resources that refer to one: while there are any, it cannot be deleted. Silences do not count: they are
 * soon over, and do not matter to a deleted resource.
 */
export function referrersOf(kind: Kind, id: string, present: Present): readonly Referrer[] {
  return kinds.flatMap((other) =>
    present
      .list(other)
      .filter((record) => refersTo(record, kind, id))
      .map((record) => ({ kind: other, id: record.id, name: record.name })),
  );
}

function refersTo(record: ConfigurationRecord, kind: Kind, id: string): boolean {
  switch (kind) {
    case 'Target':
      return (
        ('target' in record && record.target === id) ||
        ('dependsOn' in record && record.dependsOn.includes(id))
      );
    case 'Agent':
      return 'agent' in record && record.agent === id;
    case 'Channel':
      return 'channels' in record && record.channels.includes(id);
    case 'Check':
    case 'Route':
    case 'Silence':
      return false;
  }
}
