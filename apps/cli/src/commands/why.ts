import { formatJson } from '@panto/resource';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { printable } from '../printable';
import { Refusal, ServerClient } from '../server-client';
import { state } from '../state-row';
import { sinceOption } from '../time-argument';
import { decision, type Decision, whyText } from '../why-text';

const list = z.looseObject({ items: z.array(decision) });

interface Options {
  readonly since: number;
  readonly withheld: boolean;
  readonly limit: string;
  readonly output: 'text' | 'json';
}

/** `panto why`: what was decided about messages, for which Channel, why, and the outcome. */
export function whyCommand(): Command {
  return new Command('why')
    .description('show why there was a message, or why there was none: every decision, and its outcome')
    .argument('[check]', 'only those of this Check: name or UUID; also shows its present State')
    .addOption(sinceOption('was decided'))
    .option('--withheld', 'only messages that were not sent', false)
    .option('--limit <count>', 'at most this many decisions, newest first', '100')
    .addOption(new Option('-o, --output <form>', 'output format').choices(['text', 'json']).default('text'))
    .action(async (check: string | undefined, { since, withheld, limit, output }: Options) => {
      const client = ServerClient.fromEnvironment();
      const query = new URLSearchParams({
        since: new Date(Date.now() - since).toISOString(),
        limit,
        ...(withheld && { withheld: 'true' }),
        ...(check !== undefined && { check }),
      });
      const { items } = await client.ask(`/api/v1/notifications?${query}`, list);
      if (output === 'json') return console.log(formatJson(items, 2));
      const now = check === undefined ? [] : await stateOf(client, check);
      console.log([...now, ...told(items, withheld)].join('\n\n'));
    });
}

/** The present State of a Check; nothing for a deleted one, whose decisions are still stored. */
async function stateOf(client: ServerClient, check: string): Promise<readonly string[]> {
  try {
    const found = await client.ask(`/api/v1/states/${encodeURIComponent(check)}`, state);
    const since = found.since === null ? '' : ` since ${found.since}`;
    const is = `${found.check.name} on ${found.target.name} is ${found.state}${since}`;
    return [[is, ...found.reasons.map(({ text }) => `  - ${text}`)].map(printable).join('\n')];
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return [];
    throw error;
  }
}

function told(items: readonly Decision[], withheld: boolean): readonly string[] {
  if (items.length > 0) return [...byAlert(items)].map(whyText);
  return [
    withheld
      ? 'Nothing was withheld in this time.'
      : 'Nothing was decided in this time: there was no Alert. To see which States its rules alert on: panto get check NAME -o yaml, under alerts.',
  ];
}

/** Groups decisions by Alert: newest Alert first, and within it the first decision first. */
function byAlert(items: readonly Decision[]): Iterable<readonly Decision[]> {
  const alerts = new Map<string, Decision[]>();
  for (const one of items) {
    const same = alerts.get(one.alert);
    if (same === undefined) alerts.set(one.alert, [one]);
    else same.unshift(one);
  }
  return alerts.values();
}
