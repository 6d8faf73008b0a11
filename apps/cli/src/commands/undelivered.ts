import { durationSetting, formatJson } from '@panto/resource';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error';
import { exitCode } from '../exit-code';
import { ServerClient } from '../server-client';
import { textTable } from '../text-table';
import { decision } from '../why-text';

/** The columns of the table; `-o json` prints everything the Server returns. */
const message = decision.pick({
  id: true,
  check: true,
  channel: true,
  title: true,
  outcome: true,
  lastAttempt: true,
});
const list = z.looseObject({ items: z.array(message) });

interface Options {
  readonly channel?: string;
  readonly since: string;
  readonly limit: string;
  readonly output: 'table' | 'json';
}

const heads = ['ID', 'TIME', 'CHANNEL', 'CHECK', 'TITLE', 'OUTCOME', 'REASON', 'ATTEMPTS', 'DETAIL'];

/** `panto undelivered`: messages that failed or expired and never arrived. */
export function undeliveredCommand(): Command {
  return new Command('undelivered')
    .description('show messages that failed or expired and never arrived; panto resend sends them again')
    .option('--channel <name>', 'only those for this Channel: name or UUID')
    .option('--since <duration>', 'only those decided within this time, such as 24h', '31d')
    .option('--limit <count>', 'at most this many, newest first', '100')
    .addOption(new Option('-o, --output <form>', 'output format').choices(['table', 'json']).default('table'))
    .action(async ({ channel, since, limit, output }: Options) => {
      const query = new URLSearchParams({
        undelivered: 'true',
        since: new Date(Date.now() - durationOf(since)).toISOString(),
        limit,
        ...(channel !== undefined && { channel }),
      });
      const { items } = await ServerClient.fromEnvironment().ask(`/api/v1/notifications?${query}`, list);
      console.log(output === 'json' ? formatJson(items, 2) : textTable(heads, items.map(row)));
    });
}

function row(item: z.output<typeof message>): readonly string[] {
  const { id, check, channel, title, outcome, lastAttempt } = item;
  const { timestamp = '-', reason = '-', attempts = 0, detail = '' } = lastAttempt ?? {};
  const said = detail.replaceAll(/\s+/g, ' ');
  return [id, timestamp, channel?.name ?? '-', check.name, title, outcome, reason, String(attempts), said === '' ? '-' : said]; // prettier-ignore
}

function durationOf(text: string): number {
  const read = durationSetting('31d').safeParse(text);
  if (read.success) return read.data;
  throw new CliError(exitCode.usage, [
    `--since: ${read.error.issues.map((issue) => issue.message).join('; ')}`,
  ]);
}
