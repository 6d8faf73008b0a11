/**
 * The totals behind the readings of a counter: a reading lower than the one before is a reset, and the total
 * reached before it is added to it and to all after it. Resets are told exactly, totals are IEEE doubles.
 */
export function unwrapCounter(readings: readonly (number | bigint)[]): number[] {
  const totals: number[] = [];
  let base = 0;
  let previous: number | bigint | undefined;
  for (const reading of readings) {
    if (previous !== undefined && reading < previous) base += Number(previous);
    previous = reading;
    totals.push(base + Number(reading));
  }
  return totals;
}
