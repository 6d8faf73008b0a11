/** Decimals that six significant digits leave to numbers below 10, 100 ... */
const decimals = [5, 4, 3, 2, 1];

/** A number for people: six significant digits, all of a whole number that has no noise; no trailing zeros. */
export function formatNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const size = Math.abs(value);
  // Whole numbers become text in a tenth of the time of others: the usual sizes go that way.
  return size >= 1 && size < 100_000
    ? (value < 0 ? '-' : '') + fixed(size)
    : String(Number(value.toPrecision(6)));
}

function fixed(size: number): string {
  const places = decimals[
    size < 10 ? 0 : size < 100 ? 1 : size < 1_000 ? 2 : size < 10_000 ? 3 : 4
  ] as number;
  const power = 10 ** places;
  const rounded = Math.round(size * power);
  const whole = Math.floor(rounded / power);
  let rest = rounded - whole * power;
  if (rest === 0) return String(whole);
  let digits = places;
  for (; rest % 10 === 0; rest /= 10) digits -= 1;
  return `${whole}.${String(rest).padStart(digits, '0')}`;
}
