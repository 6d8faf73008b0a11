import {
  type AnyResource,
  type Fault,
  formatFault,
  type Kind,
  kinds,
  nameBasedUuid,
  readingOf,
  type Source,
  type Surrounding,
} from '@panto/resource';
import type { CountMeter } from '@panto/service';
import { Problem } from '../http/problem';
import type { Publication } from '../projection/placement';
import type { TableReader } from '../projection/table-reader';
import type { ChangeLog, Draft } from './change-log';
import type { Configuration } from './configuration';
import { givingTurns, inTurns } from './in-turns';
import type { ConfigurationRecord, Records } from './kind-topic';
import { type Change, MaskedSecret, planApply } from './plan-apply';
import type { Found } from './present';
import { referrersOf } from './referrers';
import { Serial } from './serial';

/** What an Agent says about itself when it registers. */
export interface Registration {
  readonly name: string;
  readonly host: string | null;
  readonly version: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** Maximum number of changes waiting for each other. */
const longestLine = 64;
/** Maximum number of faults in a response. */
const mostFaults = 200;

/**
 * Everything that changes the configuration. One change at a time: each is based on everything written before
 * it, by any Server, and is complete once this one has read it back from the topics.
 */
export class Administration {
  private readonly serial = new Serial(
    longestLine,
    () => new Problem(503, 'busy', 'wait a moment and try again'),
  );

  constructor(
    private readonly configuration: Configuration,
    private readonly reader: TableReader,
    private readonly log: ChangeLog,
    private readonly forms: Pick<Surrounding, 'probes' | 'channels'>,
    private readonly counted: CountMeter,
    private readonly now: () => number = Date.now,
  ) {}

  /** Applies a set of resources, all or nothing; `dryRun` reports what would happen. */
  async apply(sources: readonly Source[], dryRun: boolean): Promise<readonly Change[]> {
    const changes = await this.changing(async () => {
      const { present } = this.configuration;
      const reading = await inTurns(readingOf(sources, { ...this.forms, known: present.known() }));
      if (!reading.ok) throw faulty(reading.faults);
      if (reading.resources.length === 0) {
        throw new Problem(
          400,
          'no-resources',
          'there is no document in the body; send kind, metadata and spec',
        );
      }
      const changes = await planned(reading.resources, this.configuration, this.now());
      const written = dryRun ? [] : changes.filter(({ outcome }) => outcome !== 'unchanged');
      return { publications: await this.publicationsOf(written), answer: changes };
    });
    if (!dryRun) for (const { kind, outcome } of changes) this.counted.add(1, { kind, outcome });
    return changes;
  }

  /** Deletes a resource that nothing refers to. */
  delete(kind: Kind, idOrName: string): Promise<ConfigurationRecord> {
    return this.changing(async () => {
      const { present, codecs } = this.configuration;
      const record: ConfigurationRecord = oneOf(kind, idOrName, present.find(kind, idOrName));
      const referrers = referrersOf(kind, record.id, present);
      if (referrers.length > 0) {
        const shown = referrers.slice(0, 5).map((one) => `${one.kind} \`${one.name}\``);
        const more = referrers.length > 5 ? ` and ${referrers.length - 5} more` : '';
        const detail = `${kind} \`${record.name}\` is needed by ${shown.join(', ')}${more}; change or delete these first`;
        throw new Problem(409, 'referenced', detail, { referrers: referrers.slice(0, mostFaults) });
      }
      return { publications: [{ topic: codecs[kind].topic, key: record.id, value: null }], answer: record };
    });
  }

  /** Records an Agent; an unknown one becomes a resource. */
  register({ name, host, version, labels }: Registration): Promise<Records['Agent']> {
    return this.changing(async () => {
      const { present } = this.configuration;
      const ownId = nameBasedUuid('Agent', name);
      const found = present.find('Agent', name);
      // A renamed Agent still reports its original name.
      const before = found.kind === 'one' ? found.record : present.get('Agent', ownId);
      const now = this.now();
      if (before !== undefined && before.host === host && before.software === version) {
        return { publications: [], answer: before };
      }
      const record: Records['Agent'] = {
        id: before?.id ?? ownId,
        // Only applying resources changes names; an Agent may identify itself by its UUID.
        name: before?.name ?? name,
        labels: before?.labels ?? labels,
        version: (before?.version ?? 0) + 1,
        createdAt: before?.createdAt ?? now,
        updatedAt: Math.max(now, before?.updatedAt ?? 0),
        host,
        software: version,
        spec: before?.spec ?? '{}',
      };
      return { publications: [await this.publicationOf('Agent', record)], answer: record };
    });
  }

  /** Runs a change exclusively, on top of everything that was written before it. */
  private changing<Answer>(make: () => Promise<Draft<Answer>>): Promise<Answer> {
    return this.serial.run(() => {
      const { missing } = this.reader;
      if (missing !== undefined) throw new Problem(503, 'log-unavailable', `the configuration ${missing}`);
      return this.log.change(make);
    });
  }

  /** The records of changes; resources that others refer to come first. */
  private async publicationsOf(changes: readonly Change[]): Promise<readonly Publication[]> {
    const ordered = kinds.flatMap((kind) => changes.filter((change) => change.kind === kind));
    const publications: Publication[] = [];
    const giveTurn = givingTurns();
    for (const { kind, record } of ordered) {
      publications.push(await this.publicationOf(kind, record));
      // Awaiting promises that are already resolved does not yield to the event loop, so this does.
      await giveTurn();
    }
    return publications;
  }

  private async publicationOf<K extends Kind>(kind: K, record: ConfigurationRecord): Promise<Publication> {
    const topic = this.configuration.codecs[kind];
    const codec = await topic.open();
    // A change pairs each record with its kind.
    return { topic: topic.topic, key: record.id, value: codec.encode(record as Records[K]) };
  }
}

/** The one resource that was found, or throws the problem. */
export function oneOf<Record>(kind: Kind, idOrName: string, found: Found<Record>): Record {
  switch (found.kind) {
    case 'one':
      return found.record;
    case 'none':
      throw new Problem(404, 'not-found', `there is no ${kind} \`${idOrName}\``);
    case 'many': {
      const detail = `${found.ids.length} resources of kind ${kind} are called \`${idOrName}\`; give the id of one`;
      throw new Problem(409, 'ambiguous-name', detail, { ids: found.ids.slice(0, mostFaults) });
    }
  }
}

async function planned(
  resources: readonly AnyResource[],
  { present }: Configuration,
  now: number,
): Promise<readonly Change[]> {
  try {
    return await inTurns(planApply(resources, present, now));
  } catch (error) {
    if (error instanceof MaskedSecret) throw new Problem(400, error.code, error.message);
    throw error;
  }
}

function faulty(faults: readonly Fault[]): Problem {
  const [first] = faults;
  const detail = first === undefined ? '' : formatFault(first);
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new Problem(400, 'faulty-resources', `${detail}${more}`, {
    faults: faults.slice(0, mostFaults),
    faultCount: faults.length,
  });
}
