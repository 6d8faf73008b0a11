/**
 * Computes the totals behind `count` readings of a counter, from an index on: a reading lower than the one
 * before is a reset, and the total reached before it is added to it and to all later ones. Resets are
 * detected exactly; totals are IEEE doubles.
 */
export function unwrapCounter(
  readings: readonly (number | bigint)[],
  from: number,
  totals: Float64Array,
  count: number,
): void {
  let base = 0;
  let previous = readings[from] ?? 0;
  for (let i = 0; i < count; i++) {
    const reading = readings[from + i] ?? 0;
    if (reading < previous) base += Number(previous);
    previous = reading;
    totals[i] = base + Number(reading);
  }
}
