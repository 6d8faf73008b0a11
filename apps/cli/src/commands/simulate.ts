import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { CheckConfiguration } from '@panto/model';
import { ArrivalClock, Simulation, type Decision } from '@panto/pipeline';
import {
  clockShape,
  compileMatcher,
  formatDuration,
  formatFault,
  parseResources,
  parseResultLine,
  parseTimestamp,
  severityShape,
  toCheckConfiguration,
} from '@panto/resource';
import { readSettings, type Settings } from '@panto/service';
import { Command, InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error';
import { readSources } from '../read-sources';
import { decisionLine } from './decision-line';

interface Options {
  readonly config: readonly string[];
  readonly results: string;
  readonly until?: number;
}

/** What processors are set to decides here, too. */
const ruling = { ...severityShape, ...clockShape };

/** `panto simulate`: the folds of production over recorded Results (contract, 7). */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      'run the rules of Checks over recorded results: the same code as in production, without Kafka',
    )
    .requiredOption('-c, --config <file...>', 'resources, YAML or JSON; of folders all files')
    .requiredOption('-r, --results <file>', 'recorded results, one JSON object a line; - is standard input')
    .option(
      '-u, --until <time>',
      'let time pass up to here (RFC 3339 or ms; default: the last arrival)',
      untilOf,
    )
    .action(async (options: Options) => {
      const configurations = readConfigurations(options.config);
      if (configurations === undefined || !isThere(options.results)) {
        process.exitCode = 1;
        return;
      }
      const input = options.results === '-' ? process.stdin : createReadStream(options.results);
      const recording = { input, name: options.results };
      await simulate(
        configurations,
        recording,
        options.until,
        process.stdout,
        readSettings(ruling, process.env),
      );
    });
}

function untilOf(text: string): number {
  const time = parseTimestamp(/^\d+$/.test(text) ? Number(text) : text);
  if (time === undefined) throw new InvalidArgumentError('RFC 3339 or whole ms since 1970 are wanted.');
  return time;
}

function isThere(file: string): boolean {
  if (file === '-' || existsSync(file)) return true;
  console.error(`${file}: no such file; give recorded results with --results`);
  return false;
}

/** The Checks of all files, or undefined after every fault was printed. */
function readConfigurations(files: readonly string[]): CheckConfiguration[] | undefined {
  const sources = readAll(files);
  if (sources === undefined) return undefined;
  const reading = parseResources(sources, { references: 'lenient' });
  if (!reading.ok) {
    for (const fault of reading.faults) console.error(formatFault(fault));
    return undefined;
  }
  return reading.resources.flatMap((resource) =>
    resource.kind === 'Check' ? [toCheckConfiguration(resource, { version: 1, createdAt: 0 })] : [],
  );
}

function readAll(files: readonly string[]): ReturnType<typeof readSources> | undefined {
  try {
    return readSources(files);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    for (const line of error.lines) console.error(line);
    return undefined;
  }
}

/** Feeds the lines of a recording to a Simulation; stops at the first line that arrives after `until`. */
async function simulate(
  configurations: readonly CheckConfiguration[],
  recording: { readonly input: Readable; readonly name: string },
  until: number | undefined,
  output: Writable,
  { severity, clockAhead }: Settings<typeof ruling>,
): Promise<void> {
  const report = new Report(recording.name);
  const lines: string[] = [];
  const simulation = new Simulation({ severity, compileMatcher }, (decision) => {
    const line = decisionLine(decision);
    if (line !== undefined) lines.push(line);
    else report.note(decision);
  });
  const feed = new Feed(configurations, simulation, report, until, clockAhead);
  for await (const batch of readLines(recording.input)) {
    if (!batch.every((text) => feed.take(text))) break;
    await flush(lines, output);
  }
  feed.finish();
  await flush(lines, output, 0);
  report.finish();
}

/** Feeds the lines of a recording to a Simulation, on the clock of arrivals. */
class Feed {
  private readonly clock: ArrivalClock;
  private number = 0;
  private last: number | undefined;

  constructor(
    private readonly configurations: readonly CheckConfiguration[],
    private readonly simulation: Simulation,
    private readonly report: Report,
    private readonly until: number | undefined,
    private readonly clockAhead: number,
  ) {
    this.clock = new ArrivalClock(clockAhead);
  }

  /** Takes the next line; false: it arrives after the end, and no more are wanted. */
  take(text: string): boolean {
    this.number += 1;
    if (text.trim() === '') return true;
    const reading = parseResultLine(text);
    if (!reading.ok) {
      this.report.fault(this.number, reading.message);
      return true;
    }
    const { line } = reading;
    const { arrival, clockAhead } = this.clock.next(line.timestamp, line.arrival);
    if (this.until !== undefined && arrival > this.until) return false;
    if (this.last === undefined) this.configure(arrival);
    this.last = arrival;
    if (clockAhead)
      this.report.fault(this.number, `clock-ahead: its timestamp is more than ${formatDuration(this.clockAhead)} ahead of its arrival`); // prettier-ignore
    else this.simulation.arrive(line.check, { ...line, arrival });
    return true;
  }

  /** Lets time pass up to the end. */
  finish(): void {
    if (this.last !== undefined) this.simulation.passThrough(this.until ?? this.last);
  }

  private configure(at: number): void {
    for (const one of this.configurations) this.simulation.configure(one.id, { ...one, createdAt: at }, at);
  }
}

/** Whole lines, as many at a time as come together: one line at a time would cost more than its fold. */
async function* readLines(input: Readable): AsyncGenerator<readonly string[]> {
  let rest = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}

/** Writes the lines once there are enough of them, at the pace of the reader. */
async function flush(lines: string[], output: Writable, enough = 1000): Promise<void> {
  if (lines.length === 0 || lines.length < enough) return;
  if (!output.write(`${lines.splice(0).join('\n')}\n`)) await once(output, 'drain');
}

/** What a person should know of the lines that made no State; goes to standard error. */
class Report {
  private readonly notes = new Map<string, number>();

  constructor(private readonly name: string) {}

  /** A line that could not be taken; production puts it into the dead letters and goes on. */
  fault(line: number, message: string): void {
    console.error(`${this.name}:${line}: ${message}`);
  }

  note(decision: Decision): void {
    if (decision.type === 'note') this.notes.set(decision.reason, (this.notes.get(decision.reason) ?? 0) + 1);
  }

  finish(): void {
    for (const [reason, count] of this.notes) console.error(`${this.name}: ${count} results ${reason}`);
  }
}
