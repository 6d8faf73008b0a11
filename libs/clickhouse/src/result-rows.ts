import type { Result } from '@panto/model';
import type { Place } from './projection';
import type { TableRow } from './row';
import { timeCell } from './time-cell';

/** The rows of a Result: one for itself, and one for each metric that is a number or a boolean. */
export function resultRows(result: Result, check: string, place: Place): readonly TableRow[] {
  const common = {
    check_id: check,
    timestamp: timeCell(result.timestamp),
    arrival: timeCell(place.timestamp),
  };
  const whole: TableRow = {
    table: 'results',
    row: {
      ...common,
      error: result.error,
      agent: result.agent,
      ints: mapCells(result.ints, String),
      floats: mapCells(result.floats, floatCell),
      strings: result.strings,
      bools: result.bools,
      _partition: place.partition,
      _offset: place.offset,
    },
  };
  // Of equal timestamps the first wins: ReplacingMergeTree keeps the largest precedence.
  const precedence = String(2n ** 64n - 1n - BigInt(place.offset));
  const sample = (metric: string, kind: string, value: string | number): TableRow => ({
    table: 'samples',
    row: { ...common, metric, kind, value, _precedence: precedence },
  });
  return [
    whole,
    ...Object.entries(result.ints).map(([name, value]) => sample(name, 'int', Number(value))),
    ...Object.entries(result.floats).map(([name, value]) => sample(name, 'float', floatCell(value))),
    ...Object.entries(result.bools).map(([name, value]) => sample(name, 'bool', value ? 1 : 0)),
  ];
}

/** JSON has no NaN and no infinities; ClickHouse parses them from text. */
function floatCell(value: number): string | number {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

function mapCells<Value, Into>(
  map: Readonly<Record<string, Value>>,
  cell: (value: Value) => Into,
): Record<string, Into> {
  const cells = Object.create(null) as Record<string, Into>;
  for (const [name, value] of Object.entries(map)) cells[name] = cell(value);
  return cells;
}
