import { CliError } from './cli-error';
import { exitCode } from './exit-code';

/** Ends a command because a server is unreachable; names the setting with its address. */
export const unreachable =
  (variable: string, before = '') =>
  (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCode.unreachable, [
      `${before}${why}; is it running? (${variable} is its address)`,
    ]);
  };
