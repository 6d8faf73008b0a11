export type { Loss } from './loss';
export type { Entry } from './segment';
export { Spool, type SpoolSettings } from './spool';
export { SpoolError, type SpoolErrorCode } from './spool-error';
