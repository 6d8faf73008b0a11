/** A parsed duration, or why the value is not one. */
export type DurationReading =
  { readonly ok: true; readonly milliseconds: number } | { readonly ok: false; readonly message: string };

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;
const length: ReadonlyMap<string, number> = new Map(units);
const advice = 'write 250ms, 30s, 5m, 24h or 7d, or a number of seconds';

/** The longest duration: a hundred years, in ms. */
export const longestDuration = 36_525 * 86_400_000;

/** Parses a duration: one number with one unit (`250ms 30s 5m 24h 7d`), or a number of seconds; whole ms. */
export function parseDuration(value: unknown, least: 0 | 1 = 1): DurationReading {
  const text = asText(value);
  if (text === undefined) return fail(`must be a duration, ${advice}`);
  const parts = /^(-?)(\d+)(?:\.(\d+))?(ms|s|m|h|d)$/.exec(text);
  if (!parts)
    return fail(
      `${typeof value === 'string' ? JSON.stringify(value) : String(value)} is not a duration${hint(text)}; ${advice}`,
    );
  const [, sign, whole = '', fraction = '', unit = ''] = parts;
  // Decimal digits, not binary fractions: 4.35s is exactly 4350 ms.
  const scaled = BigInt(whole + fraction) * BigInt(length.get(unit) ?? 0);
  const scale = 10n ** BigInt(fraction.length);
  if (scaled % scale !== 0n) return fail(`${shown(value)} is not a whole number of milliseconds; round it`);
  const milliseconds = Number(scaled / scale);
  if (milliseconds > longestDuration) return fail(`${shown(value)} is longer than 100 years; shorten it`);
  if (sign === '-' || milliseconds < least) {
    return fail(`${shown(value)} is too short; it must be ${least === 0 ? '0 or more' : 'more than 0'}`);
  }
  return { ok: true, milliseconds };
}

/** A duration in the largest unit that expresses it as a whole number. */
export function formatDuration(milliseconds: number): string {
  const [unit, size] = units.find(([, size]) => milliseconds % size === 0) ?? (['ms', 1] as const);
  return milliseconds === 0 ? '0s' : `${milliseconds / size}${unit}`;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length <= 64 ? value : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? `${value}s` : undefined;
}

function hint(text: string): string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return ': the text has no unit';
  if (/^(\d+(\.\d+)?(ms|s|m|h|d)){2,}$/.test(text)) return ': it has more than one unit';
  return '';
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : `${String(value)} s`);
const fail = (message: string): DurationReading => ({ ok: false, message });
