import { AvroError } from '@panto/avro';
import type { CountMeter } from '@panto/service';
import type { Result } from '@panto/model';
import { z } from 'zod';
import type { Configuration } from '../configuration/configuration';
import { Problem } from '../http/problem';
import type { Publication } from '../projection/placement';
import type { Publisher } from '../projection/publisher';
import { type OpenCodec, TopicCodec } from '../projection/topic-codec';
import { readResults, rejection, type Rejection } from './read-results';

/** The outcome of a body of Results. */
export const ingestion = z
  .object({
    accepted: z.int(),
    rejected: z.array(rejection).readonly().describe('the first of the rejected lines'),
    rejectedCount: z.int(),
  })
  .readonly();

/** The outcome of a body of Results. */
export type Ingestion = z.output<typeof ingestion>;

/** Maximum number of concurrent writes; more would only fill the memory. */
const mostAtOnce = 32;
const mostShown = 200;

/** Accepts Results over HTTP and writes them to the topic, as any other producer does. */
export class Ingest {
  private readonly codec: TopicCodec<Result>;
  private busy = 0;

  constructor(
    openCodec: OpenCodec,
    prefix: string,
    private readonly configuration: Configuration,
    private readonly publisher: Publisher,
    private readonly counted: CountMeter,
    private readonly now: () => number = Date.now,
  ) {
    this.codec = new TopicCodec(openCodec, prefix, 'results', 'result');
  }

  /** Accepts a body of JSON lines or a JSON list; each Result is accepted or rejected on its own. */
  async take(body: string): Promise<Ingestion> {
    if (this.busy >= mostAtOnce) throw new Problem(503, 'busy', 'wait a moment and send again');
    this.busy += 1;
    try {
      return await this.takeNow(body);
    } finally {
      this.busy -= 1;
    }
  }

  private async takeNow(body: string): Promise<Ingestion> {
    const codec = await this.codec.open();
    const { accepted, rejected } = readResults(body, {
      now: this.now(),
      checkNamed: (name) => this.checkNamed(name),
    });
    const publications = accepted.map(({ line, check, result }): Publication | Rejection => {
      try {
        return { topic: this.codec.topic, key: check, value: codec.encode(result) };
      } catch (error) {
        if (!(error instanceof AvroError)) throw error;
        return { line, message: error.message };
      }
    });
    const good = publications.filter((one): one is Publication => 'topic' in one);
    const bad = [...rejected, ...publications.filter((one): one is Rejection => 'line' in one)];
    this.counted.add(bad.length, { outcome: 'rejected' });
    if (good.length === 0) throw refusal(bad);
    await this.publisher.publish(good);
    this.counted.add(good.length, { outcome: 'accepted' });
    return { accepted: good.length, rejected: bad.slice(0, mostShown), rejectedCount: bad.length };
  }

  private checkNamed(name: string): { readonly id: string } | { readonly message: string } {
    const found = this.configuration.present.find('Check', name);
    switch (found.kind) {
      case 'one':
        return { id: found.record.id };
      case 'none':
        return { message: `there is no Check \`${name}\`; give its UUID or name` };
      case 'many':
        return { message: `${found.ids.length} Checks are called \`${name}\`; give the UUID of one` };
    }
  }
}

function refusal(rejected: readonly Rejection[]): Problem {
  const [first] = rejected;
  if (first === undefined) {
    return new Problem(400, 'faulty-results', 'there is no Result in the body; send one JSON object a line');
  }
  const more = rejected.length > 1 ? ` (and ${rejected.length - 1} more)` : '';
  return new Problem(400, 'faulty-results', `line ${first.line}: ${first.message}${more}`, {
    rejected: rejected.slice(0, mostShown),
    rejectedCount: rejected.length,
  });
}
