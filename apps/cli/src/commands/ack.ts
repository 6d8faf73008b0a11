import { Command } from 'commander';
import { z } from 'zod';
import { caller } from '../caller';
import { CliError } from '../cli-error';
import { exitCode } from '../exit-code';
import { ServerClient } from '../server-client';
import { durationOf, timeOf } from '../time-argument';

interface Options {
  readonly episode?: string;
  readonly reason: string;
  readonly author?: string;
  readonly for?: number;
  readonly until?: number;
  readonly sticky: boolean;
}

const acknowledged = z.looseObject({
  check: z.looseObject({ name: z.string() }),
  until: z.string().nullable(),
});
const messages = z.looseObject({
  items: z.array(z.looseObject({ check: z.looseObject({ id: z.string() }) })),
});

/** `panto ack`: somebody is working on the open problems of a Check. */
export function ackCommand(): Command {
  return new Command('ack')
    .description('acknowledge the open problems of a Check: messages that only repeat are withheld')
    .argument('[check]', 'the Check, by name or UUID; not needed with --episode')
    .option('--episode <id>', 'only this episode, by its UUID (PagerDuty: dedup_key)')
    .requiredOption('--reason <text>', 'what is being done')
    .option('--author <name>', 'who is working on it (default: the user who runs this command)')
    .option('--for <duration>', 'at most this long, from now: 30m, 8h, 1d', durationOf)
    .option('--until <time>', 'at most until this time (RFC 3339), instead of --for', timeOf)
    .option('--sticky', 'also withhold worse States', false)
    .action((check: string | undefined, options: Options, command: Command) => ack(check, options, command));
}

async function ack(named: string | undefined, options: Options, command: Command): Promise<void> {
  const { episode, reason, author = caller(), sticky } = options;
  if (options.for !== undefined && options.until !== undefined) {
    command.error('error: give either --for or --until, not both', { exitCode: exitCode.usage });
  }
  if (named === undefined && episode === undefined) {
    command.error('error: give a Check, or --episode', { exitCode: exitCode.usage });
  }
  const client = ServerClient.fromEnvironment();
  const check = named ?? (await checkOf(client, episode ?? ''));
  const end = options.for === undefined ? options.until : Date.now() + options.for;
  const wish = {
    reason,
    sticky,
    ...(author !== undefined && { author }),
    ...(end !== undefined && { until: new Date(end).toISOString() }),
    ...(episode !== undefined && { episodes: [episode] }),
  };
  const path = `/api/v1/checks/${encodeURIComponent(check)}/acknowledgement`;
  const request = { method: 'POST', type: 'application/json', body: JSON.stringify(wish) } as const;
  const { check: of, until } = await client.ask(path, acknowledged, request);
  const what = episode === undefined ? 'the open problems' : `episode ${episode}`;
  console.log(
    `${what} of ${of.name} acknowledged, ${until === null ? 'as long as they last' : `until ${until}`}`,
  );
  console.log(`to withdraw it: panto unack ${check}`);
}

/** The Check of an episode, found through the newest message about it. */
async function checkOf(client: ServerClient, episode: string): Promise<string> {
  const query = new URLSearchParams({ episode, limit: '1' });
  const [newest] = (await client.ask(`/api/v1/notifications?${query}`, messages)).items;
  if (newest !== undefined) return newest.check.id;
  throw new CliError(exitCode.refused, [
    `no message of episode ${episode} is stored (a new one takes some seconds); name the Check, too`,
  ]);
}
