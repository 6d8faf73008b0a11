import { createKafkaLog, kafkaShape } from '@panto/kafka';
import { formatJson } from '@panto/resource';
import { readSettings } from '@panto/service';
import type { DeadLetter, Log } from '@panto/streams';
import { topicShape } from '@panto/topics';
import { Command, InvalidArgumentError, Option } from 'commander';
import { NewestLetters } from '../newest-letters';
import { printable } from '../printable';
import { letterStages, readLetters } from '../read-letters';
import { resendLetters } from '../resend-letters';
import { textTable } from '../text-table';
import { sinceOption } from '../time-argument';
import { unreachable } from '../unreachable';

interface Options {
  readonly stage?: string;
  readonly reason?: string;
  readonly since: number;
  readonly limit: number;
  readonly output: 'table' | 'json';
}

const heads = ['TIME', 'STAGE', 'FROM', 'KEY', 'REASON', 'DETAIL'];

/** `panto dead-letters`: records that a stage could not process, read from Kafka directly. */
export function deadLettersCommand(): Command {
  return new Command('dead-letters')
    .description('records that a stage could not process, and why')
    .addCommand(listCommand())
    .addCommand(resendCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('show them, newest first')
    .addOption(new Option('--stage <name>', 'only those of this stage').choices(letterStages))
    .option('--reason <code>', 'only those that were refused for this reason')
    .addOption(sinceOption('came'))
    .option('--limit <count>', 'at most this many', countOf, 100)
    .addOption(
      new Option('-o, --output <form>', 'output format; json includes the bytes, as base64')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action(({ stage, reason, since, limit, output }: Options) =>
      withLog(async (log, prefix) => {
        const letters = new NewestLetters(limit);
        const filter = { prefix, stage, reason, since: Date.now() - since };
        await readLetters(log, filter, (found) => letters.add(found));
        const newest = letters.newest();
        console.log(output === 'json' ? formatJson(newest.map(document), 2) : textTable(heads, newest.map(row))); // prettier-ignore
        if (newest.length < letters.count) console.error(`${letters.count - newest.length} older ones are not shown (--limit)`); // prettier-ignore
      }),
    );
}

function resendCommand(): Command {
  return new Command('resend')
    .description(
      'resend Results that state-processor could not process, unchanged: after registering a schema or correcting a clock',
    )
    .option('--reason <code>', 'only those that were refused for this reason')
    .addOption(sinceOption('came'))
    .option('--dry-run', 'show how many it would be, without sending', false)
    .action(({ reason, since, dryRun }: Pick<Options, 'reason' | 'since'> & { readonly dryRun: boolean }) =>
      withLog(async (log, prefix) => {
        const filter = { prefix, reason, since: Date.now() - since };
        const { sent, lost } = await resendLetters(log, filter, !dryRun);
        console.log(`${sent} results ${dryRun ? 'would be' : 'are'} sent again`);
        if (lost > 0) console.error(`${lost} cannot be sent: their batches could not be unpacked, so no bytes of them were kept`); // prettier-ignore
      }),
    );
}

async function withLog(use: (log: Log, prefix: string) => Promise<void>): Promise<void> {
  const settings = readSettings({ ...kafkaShape, prefix: topicShape.topicPrefix }, process.env);
  const log = await createKafkaLog(settings, { clientId: 'panto-dead-letters', brief: true }).catch(
    unreachable('PANTO_KAFKA_BOOTSTRAP_SERVERS'),
  );
  try {
    await use(log, settings.prefix);
  } finally {
    await log.close();
  }
}

function row(letter: DeadLetter): readonly string[] {
  const { timestamp, stage, topic, partition, offset, key, reason, detail } = letter;
  const from = `${topic}/${partition}@${offset}`;
  return [new Date(timestamp).toISOString(), stage, from, key?.toString() ?? '-', reason, detail].map(printable); // prettier-ignore
}

/** A dead letter in full; its bytes as base64. */
function document({ key, value, timestamp, ...letter }: DeadLetter) {
  return {
    ...letter,
    timestamp: new Date(timestamp).toISOString(),
    key: key?.toString('base64') ?? null,
    value: value?.toString('base64') ?? null,
  };
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('it must be a whole number, 1 or more.'); // prettier-ignore
  return count;
}
