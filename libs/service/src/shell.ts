import type { Logger } from './logger';
import type { Meters } from './meters';
import type { Signs } from './signs';

/** What the service provides to the composition of a process, and to Nest under these tokens. */
export interface Shell {
  readonly log: Logger;
  readonly meters: Meters;
  readonly signs: Signs;
}

/** Token of the Logger, for `@Inject`. */
export const LOGGER = Symbol('Logger');
/** Token of the Meters, for `@Inject`. */
export const METERS = Symbol('Meters');
/** Token of the Signs, for `@Inject`. */
export const SIGNS = Symbol('Signs');
