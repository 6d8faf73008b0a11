import { channelSpec } from '@panto/channels';
import { probes } from '@panto/probes';
import { formatFault, parseResources } from '@panto/resource';
import { Command } from 'commander';
import { CliError } from '../cli-error';
import { exitCode } from '../exit-code';
import { readSources } from '../read-sources';

/** `panto validate`: all checks that need no Server. */
export function validateCommand(): Command {
  return new Command('validate')
    .description(
      'check resources without a Server; Agents, which register themselves, need not be in the files (for everything else: apply --dry-run)',
    )
    .requiredOption('-f, --file <path...>', 'files or folders, YAML or JSON; - is standard input')
    .action(({ file }: { readonly file: readonly string[] }) => {
      const reading = parseResources(readSources(file), {
        references: 'lenient',
        probes: Object.fromEntries([...probes].map(([name, { parameters }]) => [name, parameters])),
        channels: channelSpec,
      });
      if (!reading.ok) throw new CliError(exitCode.refused, reading.faults.map(formatFault));
      console.log(`${reading.resources.length} resources, no faults`);
    });
}
