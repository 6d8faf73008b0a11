import type { ChannelSpec } from '@panto/channels';

/** A Channel as configured now. */
export type ConfiguredChannel = {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** When this version was applied, ms. */
  readonly updatedAt: number;
} & ({ readonly spec: ChannelSpec } | { readonly spec: null; readonly fault: string });
