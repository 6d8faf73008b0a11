import { formatDuration } from '@panto/resource';
import type { Configuration } from '../configuration/configuration';
import type { UnassignedDocument } from './unassigned-document';
import type { UnassignedResults, UnassignedStore } from './unassigned-results';

/** Checks with Results that are not configured yet. */
export class Unassigned {
  constructor(
    private readonly store: UnassignedStore,
    private readonly configuration: Configuration,
  ) {}

  /** Since a time, ms; without those configured meanwhile, which the store learns of later. */
  async list(since: number, limit: number): Promise<readonly UnassignedDocument[]> {
    const { present } = this.configuration;
    const stored = await this.store.list(since, limit);
    return stored.filter(({ check }) => present.get('Check', check) === undefined).map(documentOf);
  }
}

function documentOf({ check, results, first, last, metrics }: UnassignedResults): UnassignedDocument {
  const [from, to] = [first, last].map((time) => new Date(time).toISOString());
  return { check, results, first: from ?? '', last: to ?? '', interval: intervalOf(results, last - first), metrics }; // prettier-ignore
}

/** Whole seconds, unless Results come more often than that. */
function intervalOf(results: number, between: number): string | null {
  if (results < 2 || between <= 0) return null;
  const apart = between / (results - 1);
  return formatDuration(apart < 1_000 ? Math.max(1, Math.round(apart)) : Math.round(apart / 1_000) * 1_000);
}
