import { CliError } from './cli-error';
import { exitCode } from './exit-code';

/** Ends a command because a server does not serve; says which setting tells where it is. */
export const unreachable =
  (variable: string, before = '') =>
  (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCode.unreachable, [
      `${before}${why}; is it running? (${variable} says where it is)`,
    ]);
  };
