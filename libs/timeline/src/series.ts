import type { MetricValue } from '@panto/model';
import { parseJson } from '@panto/resource';
import { Unreadable, type Word } from './words';

/** The values of one metric over the results of a line. */
export interface Series {
  readonly name: string;
  /** Number of values written; undefined: as many as needed. */
  readonly length: number | undefined;
  /** The value in the n-th result (from 0); undefined: the result lacks the metric. */
  value(n: number): MetricValue | undefined;
}

const longest = 2n ** 63n;

/** Parses `name=value`, `name=1,2,_,4` (one value per result, _ for none) or `name=100+3` (grows by 3 per result). */
export function readSeries(word: Word): Series {
  const parts = /^("(?:[^"\\]|\\.)*"|[^\s="]+)=(.+)$/.exec(word.text);
  if (parts === null) {
    throw new Unreadable(
      word.column,
      `${word.text} is not understood; write metrics as name=value, or error "why"`,
    );
  }
  const [, quoted = '', written = ''] = parts;
  const name = quoted.startsWith('"') ? String(JSON.parse(quoted)) : quoted;
  if (name === '') throw new Unreadable(word.column, 'a metric needs a name');
  const column = word.column + quoted.length + 1;
  return { name, ...(readGrowth(written) ?? readList(written, column)) };
}

type Values = Omit<Series, 'name'>;

function readGrowth(text: string): Values | undefined {
  const parts = /^(-?\d+(?:\.(\d+))?)([+-]\d+(?:\.(\d+))?)$/.exec(text);
  if (parts === null) return undefined;
  const [first, step] = [Number(parts[1]), Number(parts[3])];
  // Rounded to the digits as written, so that 0.1+0.1 gives 0.3 and not 0.30000000000000004.
  const digits = Math.max(parts[2]?.length ?? 0, parts[4]?.length ?? 0);
  return { length: undefined, value: (n) => Number((first + n * step).toFixed(digits)) };
}

function readList(text: string, column: number): Values {
  const items = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];
  if (items.join(',') !== text)
    throw new Unreadable(column, 'a value is missing between two commas; write _ for none');
  const values = items.map((item) =>
    item === '_' && items.length > 1 ? undefined : readValue(item, column),
  );
  if (values.length === 1) return { length: undefined, value: () => values[0] };
  return { length: values.length, value: (n) => values[n] };
}

function readValue(text: string, column: number): MetricValue {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    const advice = `text is put in quotes: ${JSON.stringify(text)}`;
    throw new Unreadable(column, `${text} is neither a number nor true or false; ${advice}`);
  }
  if (typeof value === 'bigint' && (value >= longest || value < -longest)) {
    throw new Unreadable(column, `${value} does not fit into 64 bits`);
  }
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw new Unreadable(column, `${text} is not the value of a metric; write a number, true, false or "text"`);
}
