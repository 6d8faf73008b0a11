import type { Bed } from './bed';
import type { Cluster } from './cluster';
import type { Child } from './child';
import type { Servers } from './servers';

/** Where a contender runs. */
export interface Stage {
  readonly root: string;
  readonly servers: Servers;
  readonly cluster: Cluster;
}

/** One of the programs compared. */
export interface Contender {
  readonly name: string;
  /** Whether it is the one that the others are measured against. */
  readonly rival: boolean;
  /** Prepares it on a bed, with nothing remembered from before. */
  prepare(stage: Stage, bed: Bed): Promise<Prepared>;
}

/** A contender that is about to run. */
export interface Prepared {
  /** Group whose committed offsets are its progress. */
  readonly group: string;
  /** Topic of its States. */
  readonly states: string;
  start(): readonly Child[];
  /** Removes what the run left behind. */
  clear(): Promise<void>;
}
