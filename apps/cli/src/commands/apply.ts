import { Command } from 'commander';
import { z } from 'zod';
import { readSources } from '../read-sources';
import { ServerClient } from '../server-client';

interface Options {
  readonly file: readonly string[];
  readonly dryRun?: boolean;
}

const answer = z.object({
  changes: z.array(
    z.object({ kind: z.string(), name: z.string(), outcome: z.string(), version: z.number() }),
  ),
});

/** Tens of thousands of resources can take a busy Server a minute, ms. */
const longestApply = 290_000;

/** `panto apply`: all resources of some files, or none if anything has a fault. */
export function applyCommand(): Command {
  return new Command('apply')
    .description('apply resources: all of them, or nothing if anything has a fault')
    .requiredOption('-f, --file <path...>', 'files or folders, YAML or JSON; - is standard input')
    .option('-n, --dry-run', 'show what would happen, without changing anything')
    .action(async ({ file, dryRun = false }: Options) => {
      const files = readSources(file);
      const { changes } = await ServerClient.fromEnvironment().ask(`/api/v1/apply?dryRun=${dryRun}`, answer, {
        method: 'POST',
        type: 'application/vnd.panto.files+json',
        body: JSON.stringify({ files }),
        patience: longestApply,
      });
      const suffix = dryRun ? ' (dry run)' : '';
      for (const { kind, name, outcome, version } of changes) {
        console.log(`${kind} ${name} ${outcome}, version ${version}${suffix}`);
      }
    });
}
