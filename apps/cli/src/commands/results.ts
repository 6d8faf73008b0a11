import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error';
import { exitCode } from '../exit-code';
import { Refusal, ServerClient } from '../server-client';

const answer = z.object({
  accepted: z.number(),
  rejected: z.array(z.object({ line: z.number(), message: z.string() })),
  rejectedCount: z.number(),
});
type Answer = z.output<typeof answer>;

/** Maximum lines and characters per request. */
const most = { lines: 5_000, characters: 4_000_000 };

/** `panto results publish`: publishes Results through the Server. */
export function resultsCommand(): Command {
  const publish = new Command('publish')
    .description(
      'send results to the Server, one JSON object per line: {"check": UUID or name, "timestamp"?, "metrics" or "error"}',
    )
    .requiredOption('-f, --file <path>', 'JSON lines; - is standard input')
    .action(async ({ file }: { readonly file: string }) => {
      const input = file === '-' ? process.stdin : createReadStream(file);
      const { accepted, rejected } = await publishLines(input, file, ServerClient.fromEnvironment());
      console.log(`${accepted} results sent${rejected === 0 ? '' : `, ${rejected} lines rejected`}`);
      if (rejected > 0) process.exitCode = exitCode.refused;
    });
  return new Command('results').description('send results').addCommand(publish);
}

async function publishLines(input: Readable, file: string, client: ServerClient) {
  let [accepted, rejected] = [0, 0];
  for await (const { first, text } of parts(input, file)) {
    const told = await publishPart(client, text);
    accepted += told.accepted;
    rejected += told.rejectedCount;
    for (const { line, message } of told.rejected) console.error(`${file}:${first + line - 1}: ${message}`);
  }
  return { accepted, rejected };
}

/** A part without a single acceptable line is rejected as a whole; the others still go. */
async function publishPart(client: ServerClient, text: string): Promise<Answer> {
  try {
    return await client.ask('/api/v1/results', answer, {
      method: 'POST',
      type: 'application/x-ndjson',
      body: text,
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.code !== 'faulty-results') throw error;
    const { rejected, rejectedCount = rejected.length } = error.problem;
    return { accepted: 0, rejected, rejectedCount };
  }
}

async function* parts(
  input: Readable,
  file: string,
): AsyncGenerator<{ readonly first: number; readonly text: string }> {
  let [first, lines, characters] = [1, [] as string[], 0];
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      lines.push(line);
      characters += line.length;
      if (lines.length < most.lines && characters < most.characters) continue;
      yield { first, text: lines.join('\n') };
      [first, lines, characters] = [first + lines.length, [], 0];
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(exitCode.refused, [
      `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
  if (lines.some((line) => line.trim() !== '')) yield { first, text: lines.join('\n') };
}
