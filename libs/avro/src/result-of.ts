import type { Metrics, Result } from '@panto/model';

/** The parts of a Result besides its metrics. */
export interface ResultOrigin {
  readonly timestamp: number;
  readonly error?: string | null;
  readonly agent?: string | null;
  /** Metrics that are floating-point numbers even when their value is whole. */
  readonly isFloat?: (name: string) => boolean;
}

/** Metrics as a Result: every value in the map of its type; whole numbers are ints unless declared as floats. */
export function resultOf(metrics: Metrics, origin: ResultOrigin): Result {
  const ints = emptyMap<number | bigint>();
  const floats = emptyMap<number>();
  const strings = emptyMap<string>();
  const bools = emptyMap<boolean>();
  for (const [name, value] of metrics) {
    if (typeof value === 'string') strings[name] = value;
    else if (typeof value === 'boolean') bools[name] = value;
    else if (typeof value === 'number' && !isInt(name, value, origin)) floats[name] = value;
    else ints[name] = value;
  }
  return {
    timestamp: origin.timestamp,
    ints,
    floats,
    strings,
    bools,
    error: origin.error ?? null,
    agent: origin.agent ?? null,
  };
}

/** Minus zero is a float: an int would lose its sign. */
function isInt(name: string, value: number, origin: ResultOrigin): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0) && origin.isFloat?.(name) !== true;
}

function emptyMap<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}
