import type { MetricLookup, MetricValue } from '@panto/model';
import type { MetricShape } from './metric-shape';

/** The metrics of a Result: its values, and the names that they share with other Results. */
export class ShapedMetrics implements MetricLookup {
  constructor(
    private readonly shape: MetricShape,
    private readonly values: readonly MetricValue[],
  ) {}

  /** The metric of a name; undefined: there is none. */
  get(name: string): MetricValue | undefined {
    const place = this.shape.placeOf(name);
    return place === undefined ? undefined : this.values[place];
  }

  /** All names and metrics. */
  *[Symbol.iterator](): IterableIterator<[string, MetricValue]> {
    for (const [place, name] of this.shape.entries()) yield [name, this.values[place] ?? 0];
  }
}
