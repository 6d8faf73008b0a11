import type { MetricLookup, MetricValue } from '@panto/model';
import type { MetricShape } from './metric-shape';

/**
 * The metrics of a Result in its bytes, which are already validated: names and types are shared with other Results, and
 * a value is read on demand. Most never are: rules look at few.
 */
export class ShapedMetrics implements MetricLookup {
  constructor(
    private readonly shape: MetricShape,
    private readonly bytes: Buffer,
    /** Where each value begins. */
    private readonly starts: readonly number[],
  ) {}

  /** The metric of a name; undefined if there is none. */
  get(name: string): MetricValue | undefined {
    const place = this.shape.placeOf(name);
    return place === undefined ? undefined : this.at(place);
  }

  /** All names and metrics. */
  *[Symbol.iterator](): IterableIterator<[string, MetricValue]> {
    for (const [place, name] of this.shape.entries()) yield [name, this.at(place)];
  }

  private at(place: number): MetricValue {
    const { bytes } = this;
    const start = this.starts[place] ?? 0;
    switch (this.shape.kindAt(place)) {
      case 'long':
        return longAt(bytes, start);
      case 'double':
        return bytes.readDoubleLE(start);
      case 'text': {
        let from = start;
        while ((bytes[from] ?? 0) >= 0x80) from += 1;
        return bytes.toString('utf8', from + 1, from + 1 + longAt(bytes, start));
      }
      case 'boolean':
        return bytes[start] === 1;
    }
  }
}

/** A zigzag varint of no more than seven bytes. */
function longAt(bytes: Buffer, start: number): number {
  let byte = bytes[start] ?? 0;
  let value = byte & 0x7f;
  for (let at = start + 1, scale = 128; byte >= 0x80; at += 1, scale *= 128) {
    byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
  }
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
