import type { Kind, Specs } from './kind';

/** The UUIDs of the resources that a resource refers to. */
export interface Links {
  readonly Target: { readonly dependsOn: readonly string[] };
  readonly Agent: Readonly<Record<never, never>>;
  readonly Channel: Readonly<Record<never, never>>;
  readonly Check: {
    readonly target: string;
    /** Null if outside producers feed it. */
    readonly agent: string | null;
  };
  readonly Route: { readonly channels: readonly string[] };
  readonly Silence: {
    readonly targets: readonly string[];
    /** All Checks with these names, on the named Targets if there are any. */
    readonly checks: readonly string[];
  };
}

/** A fully validated resource: nothing in it is unknown, wrong or dangling. */
export interface Resource<K extends Kind> {
  readonly kind: K;
  /** UUID, lower case: as written, or that of the present resource of this name, or derived from the name. */
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The spec as a person wrote it. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The parsed spec. */
  readonly spec: Specs[K];
  readonly links: Links[K];
}

/** A resource of some kind. */
export type AnyResource = { readonly [K in Kind]: Resource<K> }[Kind];

/** What references need to know of a resource that is already present. */
export interface KnownResource {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  /** For Checks: UUID of the Target, within which the name is unique. */
  readonly target?: string;
  /** For Targets: the ones it depends on, by UUID or name. */
  readonly dependsOn?: readonly string[];
}
