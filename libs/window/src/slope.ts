/**
 * Slope of the ordinary least-squares line through points (x, y): sum((x - mx)(y - my)) / sum((x - mx)^2),
 * in IEEE double, after the oldest y is subtracted from all, so that a constant series has slope 0. Needs two
 * points or more with at least two different x; else NaN.
 */
export function slope(xs: readonly number[], ys: readonly number[]): number {
  const mx = mean(xs);
  const oldest = ys[0] ?? 0;
  const rises = ys.map((y) => y - oldest);
  const my = mean(rises);
  let over = 0;
  let under = 0;
  for (let i = 0; i < xs.length; i++) {
    const dx = (xs[i] as number) - mx;
    over += dx * ((rises[i] as number) - my);
    under += dx * dx;
  }
  return over / under;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
