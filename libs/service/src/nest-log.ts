import type { LoggerService } from '@nestjs/common';
import type { Log } from './log';

/** Nest's own lines in our log: what Nest calls `log` tells of its wiring and is for debugging only. */
export function nestLog(log: Log): LoggerService {
  const context = (rest: readonly unknown[]) => {
    const last = rest.at(-1);
    return typeof last === 'string' ? { context: last } : {};
  };
  return {
    log: (message: unknown, ...rest: unknown[]) => log.debug(String(message), context(rest)),
    debug: (message: unknown, ...rest: unknown[]) => log.debug(String(message), context(rest)),
    verbose: (message: unknown, ...rest: unknown[]) => log.debug(String(message), context(rest)),
    warn: (message: unknown, ...rest: unknown[]) => log.warn(String(message), context(rest)),
    error: (message: unknown, ...rest: unknown[]) => log.error(String(message), context(rest)),
    fatal: (message: unknown, ...rest: unknown[]) => log.fatal(String(message), context(rest)),
  };
}
