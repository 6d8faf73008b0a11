import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { excessOf } from '@panto/avro';
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
  type ResultLine,
} from '@panto/resource';
import { readSettings, type Settings } from '@panto/service';
import { Command, InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error';
import { readLines } from '../read-lines';
import { readSources } from '../read-sources';
import { decisionLine } from './decision-line';

interface Options {
  readonly config: readonly string[];
  readonly results: string;
  readonly until?: number;
}

/** The processors' settings that matter here, too. */
const ruling = { ...severityShape, ...clockShape };

/** `panto simulate`: the production folds over recorded Results (contract, 7). */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      'run the rules of Checks over recorded results: the same code as in production, without Kafka',
    )
    .requiredOption('-c, --config <file...>', 'resources, YAML or JSON; for folders, all files in them')
    .requiredOption('-r, --results <file>', 'recorded results, one JSON object per line; - is standard input')
    .option(
      '-u, --until <time>',
      'let time pass up to this time (RFC 3339 or ms; default: the last arrival)',
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
  if (time === undefined) throw new InvalidArgumentError('it must be RFC 3339 or whole ms since 1970.');
  return time;
}

function isThere(file: string): boolean {
  const found = file === '-' ? undefined : statSync(file, { throwIfNoEntry: false });
  if (file === '-' || (found !== undefined && !found.isDirectory())) return true;
  const what = found === undefined ? 'no such file' : 'this is a folder';
  console.error(`${file}: ${what}; give recorded results with --results`);
  return false;
}

/** The Checks of all files; undefined after all faults were printed. */
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
    const reading = feed.take(batch);
    while (reading.next().done !== true) await flush(lines, output);
    await flush(lines, output);
    if (feed.isOver) break;
  }
  for (const rest = feed.finish(); rest.next().done !== true;) await flush(lines, output);
  await flush(lines, output, 0);
  report.finish();
}

/** How many timers fire between two checks of the reader: years of silence may have millions. */
const turn = 1000;

/** Feeds the lines of a recording to a Simulation, on the clock of arrivals. */
class Feed {
  /** A line has arrived after the end: no more are wanted. */
  isOver = false;
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

  /** Takes the next lines; pauses if they produce much output. */
  *take(batch: readonly string[]): Generator<void, void> {
    for (const text of batch) {
      this.number += 1;
      const line = this.read(text);
      if (line === undefined) continue;
      const { arrival, clockAhead } = this.clock.next(line.timestamp, line.arrival);
      this.isOver = this.until !== undefined && arrival > this.until;
      if (this.isOver) return;
      if (this.last === undefined) this.configure(arrival);
      this.last = arrival;
      if (clockAhead) {
        this.report.fault(this.number, `clock-ahead: its timestamp is more than ${formatDuration(this.clockAhead)} ahead of its arrival`); // prettier-ignore
        continue;
      }
      while (!this.simulation.passBefore(arrival, turn)) yield;
      this.simulation.arrive(line.check, { ...line, arrival });
    }
  }

  /** Lets time pass up to the end; pauses likewise. */
  *finish(): Generator<void, void> {
    if (this.last === undefined) return;
    while (!this.simulation.passThrough(this.until ?? this.last, turn)) yield;
  }

  private read(text: string): ResultLine | undefined {
    if (text.trim() === '') return undefined;
    const reading = parseResultLine(text);
    if (!reading.ok) return this.refuse(reading.message);
    const excess = excessOf(reading.line);
    return excess === undefined ? reading.line : this.refuse(`${excess.reason}: ${excess.detail}`);
  }

  private refuse(message: string): undefined {
    this.report.fault(this.number, message);
    return undefined;
  }

  private configure(at: number): void {
    for (const one of this.configurations) this.simulation.configure(one.id, { ...one, createdAt: at }, at);
  }
}

/** Writes the lines once there are enough of them, at the reader's pace. */
async function flush(lines: string[], output: Writable, enough = 1000): Promise<void> {
  if (lines.length === 0 || lines.length < enough) return;
  if (!output.write(`${lines.splice(0).join('\n')}\n`)) await once(output, 'drain');
}

/** Reports lines that made no State, on standard error. */
class Report {
  private readonly notes = new Map<string, number>();

  constructor(private readonly name: string) {}

  /** Reports an invalid line; in production it would become a dead letter. */
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
