import { blank, type CheckMemory, type Past, type Said, type Seen } from '@panto/evaluate';
import type { CheckConfiguration, MetricValue, StateName } from '@panto/model';
import type { MemoryPart } from '@panto/streams';
import type { Series } from '@panto/window';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { configurationPart } from './configuration-part';
import { readSeries, writeSeries } from './series-bytes';
import type { SharedRules } from './shared-rules';

/** Incremented when bytes written before can no longer be read. */
const version = 2;

/** The States in the order of their numbers in the bytes; the order must never change. */
const states: readonly StateName[] = ['UNKNOWN', 'OK', 'WARNING', 'CRITICAL', 'MISSING_DATA', 'ERROR'];

/**
 * The memory of a Check in three parts: its configuration, which seldom changes and is the largest; what was seen,
 * which changes with every result and can be recovered; and what was said, which is small and must not be lost.
 */
export function stateMemory(rules: SharedRules): readonly MemoryPart<CheckMemory>[] {
  const writer = new ByteWriter();
  return [
    configurationPart(rules),
    {
      name: 'seen',
      changedBy: ['stream', 'table'],
      encode: ({ seen }) => seenBytes(writer, seen),
      decode: (bytes, { seen, said }) => ({ seen: readSeen(bytes, seen.configuration), said }),
    },
    {
      name: 'said',
      changedBy: ['output'],
      encode: ({ said }) => saidBytes(writer, said),
      decode: (bytes, { seen }) => ({ seen, said: readSaid(bytes) }),
    },
  ];
}

function seenBytes(writer: ByteWriter, { newest, arrival, past, latches, recent }: Seen): Buffer {
  writer.count(version);
  writeTime(writer, newest);
  writeTime(writer, arrival);
  writer.count(latches.length);
  for (const latch of latches) writer.count(latch ? 1 : 0);
  writer.count(recent.length);
  for (const state of recent) writer.count(states.indexOf(state));
  writeSeries(writer, past.bare);
  writeNamed(writer, past.fields.trends, past.trends);
  writeNamed(writer, past.fields.histories, past.histories);
  return writer.take();
}

function writeNamed(
  writer: ByteWriter,
  fields: readonly string[],
  list: readonly Series<MetricValue>[],
): void {
  writer.count(list.length);
  list.forEach((series, i) => {
    writer.text(fields[i] ?? '');
    writeSeries(writer, series);
  });
}

function readSeen(bytes: Buffer, configuration: CheckConfiguration | null): Seen {
  const reader = openVersion(bytes);
  const newest = readTime(reader);
  const arrival = readTime(reader);
  const latches = listOf(reader, () => reader.count() === 1);
  const recent = listOf(reader, () => stateAt(reader.count()));
  const bare = numbersOnly(readSeries(reader));
  const trends = readNamed(reader);
  const histories = readNamed(reader);
  reader.end();
  const past: Past = {
    fields: { trends: trends.fields, histories: histories.fields },
    newest,
    bare,
    trends: trends.list.map(numericOnly),
    histories: histories.list,
  };
  return { configuration, newest, arrival, past, latches, recent };
}

function readNamed(reader: ByteReader): { fields: string[]; list: Series<MetricValue>[] } {
  const fields: string[] = [];
  const list = listOf(reader, () => {
    fields.push(reader.text());
    return readSeries(reader);
  });
  return { fields, list };
}

function saidBytes(writer: ByteWriter, said: Said | null): Buffer {
  writer.count(version);
  writer.count(said === null ? 0 : 1);
  if (said !== null) {
    writer.count(states.indexOf(said.state));
    writer.count(said.since);
    writer.count(said.occurrences);
    writer.count(said.problemOccurrences);
    writeTime(writer, said.missed);
  }
  return writer.take();
}

function readSaid(bytes: Buffer): Said | null {
  const reader = openVersion(bytes);
  if (reader.count() === 0) return blank.said;
  const state = stateAt(reader.count());
  const since = reader.count();
  const occurrences = reader.count();
  const problemOccurrences = reader.count();
  const missed = readTime(reader);
  reader.end();
  return { state, since, occurrences, problemOccurrences, missed };
}

function openVersion(bytes: Buffer): ByteReader {
  const reader = new ByteReader(bytes);
  if (reader.count() !== version) throw new Error('a snapshot of another version');
  return reader;
}

/** Times are 0 or more: one more is written, so that 0 stands for none. */
function writeTime(writer: ByteWriter, time: number | null): void {
  writer.count(time === null ? 0 : time + 1);
}

function readTime(reader: ByteReader): number | null {
  const coded = reader.count();
  return coded === 0 ? null : coded - 1;
}

function stateAt(index: number): StateName {
  const state = states[index];
  if (state === undefined) throw new RangeError(`there is no State ${index}`);
  return state;
}

function listOf<Item>(reader: ByteReader, read: () => Item): Item[] {
  return Array.from({ length: reader.count() }, read);
}

/** Only numbers were written: a trend takes no samples of another type. */
function numericOnly(series: Series<MetricValue>): Past['trends'][number] {
  return series as Past['trends'][number];
}

/** The values of bare times are 0. */
function numbersOnly(series: Series<MetricValue>): Past['bare'] {
  return series as Past['bare'];
}
