import { ServiceError } from '@panto/service';
import { Command, CommanderError } from 'commander';
import { CliError } from './cli-error';
import { ackCommand } from './commands/ack';
import { applyCommand } from './commands/apply';
import { deadLettersCommand } from './commands/dead-letters';
import { deleteCommand } from './commands/delete';
import { getCommand } from './commands/get';
import { resendCommand } from './commands/resend';
import { resultsCommand } from './commands/results';
import { silenceCommand } from './commands/silence';
import { simulateCommand } from './commands/simulate';
import { statusCommand } from './commands/status';
import { testCommand } from './commands/test';
import { topicsCommand } from './commands/topics';
import { unackCommand } from './commands/unack';
import { unassignedCommand } from './commands/unassigned';
import { undeliveredCommand } from './commands/undelivered';
import { validateCommand } from './commands/validate';
import { whyCommand } from './commands/why';
import { exitCode } from './exit-code';

const program = new Command('panto')
  .description('Watches everything an SRE team runs and tells the right people when it matters.')
  .version('0.1.0')
  .showHelpAfterError('(see panto help for the usage)')
  .addHelpText(
    'after',
    '\nExit codes: 0 done; 1 the input has faults or was refused; 2 wrong usage; 3 not reachable, try later.',
  )
  .addCommand(applyCommand())
  .addCommand(validateCommand())
  .addCommand(getCommand())
  .addCommand(deleteCommand())
  .addCommand(silenceCommand())
  .addCommand(ackCommand())
  .addCommand(unackCommand())
  .addCommand(statusCommand())
  .addCommand(whyCommand())
  .addCommand(undeliveredCommand())
  .addCommand(resendCommand())
  .addCommand(deadLettersCommand())
  .addCommand(topicsCommand())
  .addCommand(resultsCommand())
  .addCommand(unassignedCommand())
  .addCommand(simulateCommand())
  .addCommand(testCommand());

/** The exit code for what a command threw; prints the error on standard error. */
function report(error: unknown): number {
  if (error instanceof CliError) {
    for (const line of error.lines) console.error(line);
    return error.exitCode;
  }
  // Commander has already printed it.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  console.error(error instanceof Error ? error.message : String(error));
  return error instanceof ServiceError ? exitCode.usage : exitCode.refused;
}

for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
  command.exitOverride();
}
// A reader that has seen enough (`panto get checks | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCode.done);
  throw error;
});
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
