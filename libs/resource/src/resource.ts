import type { Kind, Specs } from './kind';

/** The UUIDs of the resources that a resource refers to. */
export interface Links {
  readonly Target: { readonly dependsOn: readonly string[] };
  readonly Agent: Readonly<Record<never, never>>;
  readonly Channel: Readonly<Record<never, never>>;
  readonly Check: {
    readonly target: string;
    /** Null when outside producers feed it. */
    readonly agent: string | null;
  };
  readonly Route: { readonly channels: readonly string[] };
  readonly Silence: {
    readonly targets: readonly string[];
    /** All Checks that bear the names, on the Targets where these are named. */
    readonly checks: readonly string[];
  };
}

/** A resource that has passed every test: nothing in it is unknown, wrong or dangling. */
export interface Resource<K extends Kind> {
  readonly kind: K;
  /** UUID, lower case: as written, or that of the present resource of this name, or made from the name. */
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The spec as a person wrote it. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The spec as it is understood. */
  readonly spec: Specs[K];
  readonly links: Links[K];
}

/** A resource of some kind. */
export type AnyResource = { readonly [K in Kind]: Resource<K> }[Kind];

/** What must be known of a resource that is present already, for others to refer to it. */
export interface KnownResource {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
  /** Checks: UUID of the Target, within which the name is unique. */
  readonly target?: string;
  /** Targets: those it depends on, by UUID or name. */
  readonly dependsOn?: readonly string[];
}
