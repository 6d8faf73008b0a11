import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error';
import { exitCode } from '../exit-code';
import { Refusal, ServerClient } from '../server-client';

const resent = z.looseObject({ title: z.string(), channel: z.looseObject({ name: z.string() }) });
const list = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });

interface Options {
  readonly channel?: string;
  readonly force: boolean;
}

/** `panto resend`: sends messages that ended undelivered once more. */
export function resendCommand(): Command {
  return new Command('resend')
    .description('resend messages that panto undelivered shows, to their Channels as configured now')
    .argument('[id...]', 'send ids, in the order of sending')
    .option('--channel <name>', 'everything undelivered of this Channel, oldest first: name or UUID')
    .option('--force', 'also if it was delivered or superseded by a newer message', false)
    .action(async (ids: readonly string[], { channel, force }: Options) => {
      if ((ids.length === 0) === (channel === undefined)) {
        throw new CliError(exitCode.usage, ['give either send ids or --channel']);
      }
      const client = ServerClient.fromEnvironment();
      const wanted = channel === undefined ? ids : await undeliveredOf(client, channel);
      for (const id of new Set(wanted)) await resendOne(client, id, force);
    });
}

/** Send ids, oldest first, so that no resolved message overtakes its problem. */
async function undeliveredOf(client: ServerClient, channel: string): Promise<readonly string[]> {
  const query = new URLSearchParams({ undelivered: 'true', limit: '1000', channel });
  const { items } = await client.ask(`/api/v1/notifications?${query}`, list);
  return items.map(({ id }) => id).reverse();
}

/** A refused message does not keep others from being sent. */
async function resendOne(client: ServerClient, id: string, force: boolean): Promise<void> {
  const path = `/api/v1/notifications/${encodeURIComponent(id)}/resend${force ? '?force=true' : ''}`;
  try {
    const { title, channel } = await client.ask(path, resent, { method: 'POST' });
    console.log(`${id} goes to ${channel.name} again: ${title}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const line of error.lines) console.error(line);
    process.exitCode = error.exitCode;
  }
}
