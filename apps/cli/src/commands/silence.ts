import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { caller } from '../caller';
import { exitCode } from '../exit-code';
import { ServerClient } from '../server-client';
import { silenceDocument, type SilenceWish } from '../silence-document';
import { takenBy, type SilencedCheck } from '../taken-by';
import { durationOf, timeOf } from '../time-argument';

type Options = Omit<SilenceWish, 'name' | 'until' | 'author'> & {
  readonly name?: string;
  readonly author?: string;
  readonly for?: number;
  readonly until?: number;
  readonly dryRun?: boolean;
};

const answer = z.object({ changes: z.array(z.object({ name: z.string(), outcome: z.string() })) });
const list = z.object({ items: z.array(z.unknown()) });
/** Maximum number of Checks printed. */
const mostShown = 20;

/** `panto silence`: nobody is told of some Alerts for a while. */
export function silenceCommand(): Command {
  const names = (values: string) => `of these ${values}`;
  return new Command('silence')
    .description('silence some Alerts for a while; they are still decided and recorded')
    .option('-t, --target <name...>', names('Targets, by name or UUID'))
    .option('-c, --check <name...>', names('Checks, by name or UUID'))
    .option('-l, --label <name=value...>', 'Checks with these labels, or whose Target has them', labelOf)
    .option('--rule <name...>', names('alert rules'))
    .option('--state <state...>', names('States: critical, missing-data ...'))
    .option('--kind <kind...>', names('kinds of alert rules: change, recurrence, flap'))
    .option('--for <duration>', 'how long, from now: 30m, 2h, 1d', durationOf)
    .option('--until <time>', 'until when (RFC 3339), instead of --for', timeOf)
    .requiredOption('--reason <text>', 'why')
    .option('--author <name>', 'who wants it (default: the user who runs this command)')
    .option('--name <name>', 'its name; an existing one is changed (default: a new one)')
    .option('-n, --dry-run', 'show what would be silenced, without changing anything')
    .action((options: Options, command: Command) => silence(options, command));
}

async function silence(options: Options, command: Command): Promise<void> {
  const until = options.for === undefined ? options.until : Date.now() + options.for;
  if (until === undefined || (options.for !== undefined && options.until !== undefined)) {
    command.error('error: give either --for or --until', { exitCode: exitCode.usage });
  }
  const { name = newName(until), author = caller(), dryRun = false } = options;
  const document = silenceDocument({ ...options, name, author, until });
  const client = ServerClient.fromEnvironment();
  const files = [{ file: 'panto silence', text: JSON.stringify(document, null, 2) }];
  const { changes } = await client.ask(`/api/v1/apply?dryRun=${dryRun}`, answer, {
    method: 'POST',
    type: 'application/vnd.panto.files+json',
    body: JSON.stringify({ files }),
  });
  for (const { outcome } of changes) {
    console.log(`Silence ${name} ${outcome}, until ${document.spec.until}${dryRun ? ' (dry run)' : ''}`);
  }
  const [checks, targets] = await Promise.all([client.ask('/api/v1/checks', list), client.ask('/api/v1/targets', list)]); // prettier-ignore
  for (const line of preview(takenBy(document.spec.match, checks.items, targets.items))) console.log(line);
  if (!dryRun) console.log(`to end it earlier: panto delete silence ${name}`);
}

function preview(taken: readonly SilencedCheck[]): readonly string[] {
  if (taken.length === 0) return ['takes none of the present Checks'];
  const more = taken.length - mostShown;
  return [
    `takes ${taken.length} of the present Checks:`,
    ...taken.slice(0, mostShown).map(({ name, target }) => `  ${name} on ${target}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** A unique name: when it ends, for people, and four digits. */
function newName(until: number): string {
  return `until-${new Date(until).toISOString().slice(0, 16)}-${randomUUID().slice(0, 4)}`;
}

function labelOf(text: string, before: Readonly<Record<string, string>> = {}) {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('it must be name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
