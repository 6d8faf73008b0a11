/**
 * Slope of the ordinary least-squares line through the first `count` points (x, y):
 * sum((x - mx)(y - my)) / sum((x - mx)^2), in IEEE double, after the oldest y is subtracted from all, so that a
 * constant series has slope 0. Needs two points or more with at least two different x; else NaN.
 */
export function slope(xs: Float64Array, ys: Float64Array, count: number): number {
  const oldest = ys[0] ?? 0;
  let sumX = 0;
  let sumY = 0;
  // Loops without lists: this runs for every Result of a Check with a trend.
  for (let i = 0; i < count; i++) {
    sumX += xs[i] as number;
    sumY += (ys[i] as number) - oldest;
  }
  const mx = sumX / count;
  const my = sumY / count;
  let over = 0;
  let under = 0;
  for (let i = 0; i < count; i++) {
    const dx = (xs[i] as number) - mx;
    over += dx * ((ys[i] as number) - oldest - my);
    under += dx * dx;
  }
  return over / under;
}
