import type { Log } from './log';
import type { Meters } from './meters';
import type { Signs } from './signs';

/** What the service gives to the composition of a process, and to Nest under these tokens. */
export interface Shell {
  readonly log: Log;
  readonly meters: Meters;
  readonly signs: Signs;
}

/** Token of the Log, for `@Inject`. */
export const LOG = Symbol('Log');
/** Token of the Meters, for `@Inject`. */
export const METERS = Symbol('Meters');
/** Token of the Signs, for `@Inject`. */
export const SIGNS = Symbol('Signs');
