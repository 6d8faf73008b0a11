import { formatJson, formatYaml } from '@panto/resource';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { adoptingCheck } from '../adopting-check';
import { ServerClient } from '../server-client';
import { textTable } from '../text-table';
import { sinceOption } from '../time-argument';

/** The columns of the table; `-o json` prints everything the Server returns. */
const unassigned = z.looseObject({
  check: z.string(),
  results: z.number(),
  last: z.string(),
  interval: z.string().nullable(),
  metrics: z.array(z.string()),
});
const list = z.looseObject({ items: z.array(unassigned) });

type Unassigned = z.output<typeof unassigned>;

interface Options {
  readonly since: number;
  readonly limit: string;
  readonly target: string;
  readonly output: 'table' | 'yaml' | 'json';
}

const heads = ['CHECK', 'RESULTS', 'LAST', 'INTERVAL', 'METRICS'];

/** `panto unassigned`: Results of Checks that are not configured, and Checks that would adopt them. */
export function unassignedCommand(): Command {
  return new Command('unassigned')
    .description('show results of Checks that are not configured; -o yaml prints Checks that adopt them') // prettier-ignore
    .addOption(sinceOption('arrived'))
    .option('--limit <count>', 'at most this many Checks', '1000')
    .option('--target <name>', 'the Target of these Checks, for -o yaml', 'NAME-OF-THE-TARGET')
    .addOption(
      new Option('-o, --output <form>', 'output format; yaml can be edited and applied')
        .choices(['table', 'yaml', 'json'])
        .default('table'),
    )
    .action(async ({ since, limit, target, output }: Options) => {
      const query = new URLSearchParams({ since: new Date(Date.now() - since).toISOString(), limit });
      const { items } = await ServerClient.fromEnvironment().ask(`/api/v1/unassigned?${query}`, list);
      console.log(shown(items, target, output).trimEnd());
    });
}

function shown(items: readonly Unassigned[], target: string, output: Options['output']): string {
  switch (output) {
    case 'json':
      return formatJson(items, 2);
    case 'yaml':
      return formatYaml(items.map(({ check, interval }) => adoptingCheck(check, interval, target)));
    case 'table':
      return textTable(heads, items.map(row));
  }
}

function row({ check, results, last, interval, metrics }: Unassigned): readonly string[] {
  return [check, String(results), last, interval ?? '-', metrics.join(' ') || '-'];
}
