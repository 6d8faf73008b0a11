import { formatJson, formatYaml } from '@panto/resource';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { kindWord, type Segment } from '../kind-word';
import { resourceRow, resourceHeads } from '../resource-row';
import { ServerClient } from '../server-client';
import { stateHeads, stateRow } from '../state-row';
import { textTable } from '../text-table';

type Form = 'table' | 'yaml' | 'json';

const item = z.record(z.string(), z.unknown());
const list = z.object({ items: z.array(item) });

/** `panto get`: resources and States from the Server. */
export function getCommand(): Command {
  return new Command('get')
    .description('show resources or States; what -o yaml prints can be applied again')
    .argument('<kind>', 'targets, agents, checks, channels, routes, silences or states', kindWord)
    .argument('[name]', 'name or UUID; default: all')
    .addOption(
      new Option('-o, --output <form>', 'output format').choices(['table', 'yaml', 'json']).default('table'),
    )
    .action(async (segment: Segment, name: string | undefined, { output }: { readonly output: Form }) => {
      const client = ServerClient.fromEnvironment();
      const path = `/api/v1/${segment}`;
      const items =
        name === undefined
          ? (await client.ask(path, list)).items
          : [await client.ask(`${path}/${encodeURIComponent(name)}`, item)];
      console.log(shown(segment, items, output).trimEnd());
    });
}

function shown(segment: Segment, items: readonly Readonly<Record<string, unknown>>[], output: Form): string {
  switch (output) {
    case 'json':
      return formatJson(items.map(applicable), 2);
    case 'yaml':
      return formatYaml(items.map(applicable));
    case 'table':
      return segment === 'states'
        ? textTable(stateHeads, items.map(stateRow))
        : textTable(
            resourceHeads[segment],
            items.map((one) => resourceRow(segment, one)),
          );
  }
}

/** A resource without the parts that only the Server may set. */
function applicable({ status: _status, ...rest }: Readonly<Record<string, unknown>>) {
  return rest;
}
