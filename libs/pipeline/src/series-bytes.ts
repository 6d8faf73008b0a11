import type { MetricValue } from '@panto/model';
import type { PackedChunk, Series } from '@panto/window';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';

/** Writes a Series: the packed part as it is, the tip sample by sample. */
export function writeSeries(writer: ByteWriter, series: Series<MetricValue>): void {
  writer.count(series.room);
  writer.count(series.closed.length);
  for (const chunk of series.closed) writeChunk(writer, chunk);
  const { times, values, size } = series;
  writer.count(size);
  for (let i = 0, last = 0; i < size; i++) {
    const time = times[i] ?? 0;
    writer.count(time - last);
    last = time;
    writeValue(writer, values[i] ?? 0);
  }
}

/** Reads a Series written by `writeSeries`. */
export function readSeries(reader: ByteReader): Series<MetricValue> {
  const room = reader.count();
  const closed = Array.from({ length: reader.count() }, () => readChunk(reader));
  const size = reader.count();
  const [times, values]: [number[], MetricValue[]] = [[], []];
  for (let i = 0, last = 0; i < size; i++) {
    last += reader.count();
    times.push(last);
    values.push(readValue(reader));
  }
  return { closed, times, values, size, length: closed.reduce((sum, { count }) => sum + count, size), room };
}

const packedValues = 1;
const listedValues = 0;

function writeChunk(
  writer: ByteWriter,
  { from, count, times, scale, values }: PackedChunk<MetricValue>,
): void {
  writer.count(from);
  writer.count(count);
  writer.latin(times);
  writer.count(scale);
  if (typeof values === 'string') {
    writer.count(packedValues);
    writer.latin(values);
  } else {
    writer.count(listedValues);
    for (const value of values) writeValue(writer, value);
  }
}

function readChunk(reader: ByteReader): PackedChunk<MetricValue> {
  const from = reader.count();
  const count = reader.count();
  const times = reader.latin();
  const scale = reader.count();
  const values =
    reader.count() === packedValues ? reader.latin() : Array.from({ length: count }, () => readValue(reader));
  return { from, count, times, scale, values };
}

/** How a value is written: non-negative whole numbers, the most common ones, take few bytes. */
const kinds = { whole: 0, double: 1, bigint: 2, text: 3, true: 4, false: 5 } as const;

function writeValue(writer: ByteWriter, value: MetricValue): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0) && value >= 0) {
    writer.count(kinds.whole);
    writer.count(value);
  } else if (typeof value === 'number') {
    writer.count(kinds.double);
    writer.double(value);
  } else if (typeof value === 'boolean') {
    writer.count(value ? kinds.true : kinds.false);
  } else {
    writer.count(typeof value === 'bigint' ? kinds.bigint : kinds.text);
    writer.text(String(value));
  }
}

function readValue(reader: ByteReader): MetricValue {
  const kind = reader.count();
  switch (kind) {
    case kinds.whole:
      return reader.count();
    case kinds.double:
      return reader.double();
    case kinds.bigint:
      return BigInt(reader.text());
    case kinds.text:
      return reader.text();
    case kinds.true:
      return true;
    case kinds.false:
      return false;
    default:
      throw new RangeError(`there is no kind ${kind} of a value`);
  }
}
