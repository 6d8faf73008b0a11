/**
 * The totals behind the readings of a counter: a reading lower than the one before is a reset, and the total
 * reached before it is added to it and to all after it.
 */
export function unwrapCounter(readings: readonly number[]): number[] {
  let base = 0;
  let previous: number | undefined;
  return readings.map((reading) => {
    if (previous !== undefined && reading < previous) base += previous;
    previous = reading;
    return base + reading;
  });
}
