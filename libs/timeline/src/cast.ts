import type { CheckConfiguration } from '@panto/model';
import {
  type AnyResource,
  type KnownResource,
  looksLikeUuid,
  type Resource,
  toCheckConfiguration,
} from '@panto/resource';
import type { Happening } from './story';
import { textOf, Unreadable, type Word } from './words';

/** A Check of a story. */
interface Member {
  readonly name: string;
  readonly target: string;
  readonly resource: Resource<'Check'>;
  readonly version: number;
  /** When it was first configured, ms; undefined: before the start. */
  readonly createdAt: number | undefined;
  readonly removed: boolean;
}

/** The resources of a story: its Checks, by the names that its lines use. */
export class Cast {
  private constructor(
    private readonly resources: ReadonlyMap<string, KnownResource>,
    private readonly checks: ReadonlyMap<string, Member>,
  ) {}

  /** Nothing is configured. */
  static readonly empty = new Cast(new Map(), new Map());

  /** Resources that documents may refer to. */
  get known(): readonly KnownResource[] {
    return [...this.resources.values()];
  }

  /** Names of the Checks by UUID; prefixed with the Target if two are the same. */
  get names(): ReadonlyMap<string, string> {
    const all = [...this.checks];
    const twice = (name: string) => all.filter(([, other]) => other.name === name).length > 1;
    return new Map(all.map(([id, { name, target }]) => [id, twice(name) ? `${target}/${name}` : name]));
  }

  /** UUID of the Check, if there is only one. */
  get only(): string | undefined {
    const [first, second] = this.checks.keys();
    return second === undefined ? first : undefined;
  }

  /** The cast after resources were configured at a moment; before the start of a story, `at` is undefined. */
  configure(resources: readonly AnyResource[], at: number | undefined): Cast {
    const known = new Map(this.resources);
    for (const resource of resources) known.set(resource.id, toKnown(resource));
    const checks = new Map(this.checks);
    for (const resource of resources) {
      if (resource.kind !== 'Check') continue;
      const before = checks.get(resource.id);
      const target = known.get(resource.links.target)?.name ?? '';
      checks.set(resource.id, {
        name: resource.name,
        target,
        resource,
        version: at === undefined ? 1 : (before?.version ?? 0) + 1,
        createdAt: before === undefined || before.removed ? at : before.createdAt,
        removed: false,
      });
    }
    return new Cast(known, checks);
  }

  /** The cast after a Check was removed; it keeps its name, because Results for it may still arrive. */
  remove(check: string): Cast {
    const removed = { ...this.member(check), removed: true };
    return new Cast(this.resources, new Map([...this.checks, [check, removed]]));
  }

  /** The happening that configures a Check as it is now. */
  configured(check: string, at: number, start: number): Happening {
    const { resource, version, createdAt = start } = this.member(check);
    const configuration: CheckConfiguration = toCheckConfiguration(resource, { version, createdAt });
    return { kind: 'configure', at, check, configuration, resource };
  }

  /** UUIDs of all Checks. */
  get ids(): readonly string[] {
    return [...this.checks.keys()];
  }

  /** The interval of a Check, ms. */
  intervalOf(check: string): number {
    return this.member(check).resource.spec.interval;
  }

  /** The Check that a word names: by name, as target/name, or by UUID. */
  find(word: Word): string {
    const name = textOf(word);
    if (looksLikeUuid(name) && this.checks.has(name.toLowerCase())) return name.toLowerCase();
    const found = [...this.checks].filter(
      ([, one]) => one.name === name || `${one.target}/${one.name}` === name,
    );
    const [first] = found;
    if (first === undefined) throw new Unreadable(word.column, `there is no Check ${name}; ${this.advice}`);
    if (found.length > 1) {
      throw new Unreadable(word.column, `several Checks are called ${name}; write target/name: ${this.list}`);
    }
    return first[0];
  }

  /** The Check of a line that names none. */
  meant(column: number): string {
    const { only } = this;
    if (only !== undefined) return only;
    throw new Unreadable(
      column,
      this.checks.size === 0 ? this.advice : `say which Check is meant, as in \`name: ...\`: ${this.list}`,
    );
  }

  private member(check: string): Member {
    const member = this.checks.get(check);
    if (member === undefined) throw new Error(`There is no Check ${check} in this story.`);
    return member;
  }

  private get list(): string {
    return [...this.names.values()].join(', ');
  }

  private get advice(): string {
    return this.checks.size === 0
      ? 'configure a Check before the first line of the clock'
      : `the Checks are ${this.list}`;
  }
}

function toKnown(resource: AnyResource): KnownResource {
  const { kind, id, name } = resource;
  switch (resource.kind) {
    case 'Check':
      return { kind, id, name, target: resource.links.target };
    case 'Target':
      return { kind, id, name, dependsOn: resource.links.dependsOn };
    case 'Agent':
    case 'Channel':
    case 'Route':
    case 'Silence':
      return { kind, id, name };
  }
}
