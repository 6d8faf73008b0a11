import avsc from 'avsc';
import type { Tap } from './tap';

interface ValueReader {
  _read(tap: Tap): unknown;
}

/** An Avro map read into an object without prototype: names such as `__proto__` are names like any other. */
export class SafeMap extends avsc.types.MapType {
  /** avsc also calls this with a resolver as `this`, so only `valuesType` is safe to use. */
  _read(this: { readonly valuesType: unknown }, tap: Tap): Record<string, unknown> {
    const values = this.valuesType as ValueReader;
    const map: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (let count = blockCount(tap); count > 0; count = blockCount(tap)) {
      for (; count > 0; count--) {
        const name = tap.readString();
        map[name] = values._read(tap);
      }
    }
    return map;
  }
}

function blockCount(tap: Tap): number {
  const count = tap.readLong();
  if (count >= 0) return count;
  tap.skipLong();
  return -count;
}
