import type { Observation, Result } from '@panto/model';
import type { AvroCodec } from './avro-codec';
import { defaultMetricLimits, type MetricLimits } from './metric-limits';
import { type MetricKind, metricKinds, MetricShape } from './metric-shape';
import { ShapedMetrics } from './shaped-metrics';
import { prefixLength, schemaIdHeader } from './wire';

/** 9999-12-31, as in `observationOf`. */
const latest = 253_402_300_799_999;
/** Most shapes that are held; beyond that they are learnt anew, because outside producers may send any number. */
const mostShapes = 4_096;

/**
 * Reads Observations straight from the bytes of Results that were written with our own schema and contain nothing
 * unusual: a fifth of the work of decoding a Result and joining its maps. For all others it returns undefined, and the
 * slow path (`decode`, then `observationOf`) finds the value, or the reason why there is none.
 */
export class QuickObservations {
  private empty = MetricShape.empty();
  /** Number of shapes. */
  private known = 0;
  private shape = this.empty;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Where the text that was last skipped begins. */
  private textFrom = 0;
  /** Something unusual was met; what was read so far is void. */
  private odd = false;

  constructor(
    private readonly codec: AvroCodec<Result>,
    private readonly limits: MetricLimits = defaultMetricLimits,
  ) {}

  /** The Observation in some bytes, or undefined if the slow path must be taken. */
  observe(
    bytes: Buffer | null,
    arrival: number,
    headers?: Readonly<Record<string, string>>,
  ): Observation | undefined {
    if (bytes === null || bytes.length <= prefixLength || bytes[0] !== 0) return undefined;
    if (headers !== undefined && Object.hasOwn(headers, schemaIdHeader)) return undefined;
    if (!this.codec.isOwn(bytes.readInt32BE(1))) return undefined;
    this.bytes = bytes;
    this.at = prefixLength;
    this.odd = false;
    const timestamp = this.long();
    this.shape = this.empty;
    const starts: number[] = [];
    for (const kind of metricKinds) this.metricsInto(starts, kind);
    const metrics = new ShapedMetrics(this.shape, bytes, starts);
    const error = this.error();
    this.skipTextOrNull(this.limits.name);
    const whole = this.at === bytes.length && timestamp >= 0 && timestamp <= latest;
    return this.odd || !whole ? undefined : { timestamp, arrival, metrics, error };
  }

  private metricsInto(starts: number[], kind: MetricKind): void {
    // A block prefixed with its size has a negative count: unusual, and left to the slow path.
    for (let count = this.long(); count !== 0 && !this.odd; count = this.long()) {
      if (count < 0 || starts.length + count > this.limits.metrics) this.odd = true;
      for (; count > 0 && !this.odd; count -= 1) {
        this.name(kind);
        starts.push(this.at);
        this.skip(kind);
      }
    }
  }

  /** Skips a value and checks it. */
  private skip(kind: MetricKind): void {
    switch (kind) {
      case 'long':
        this.long();
        return;
      case 'double':
        this.take(8);
        return;
      case 'text':
        this.skipText(this.limits.text);
        return;
      case 'boolean': {
        const byte = this.bytes[this.take(1)];
        if (byte !== 0 && byte !== 1) this.odd = true;
      }
    }
  }

  private error(): string | null {
    if (!this.skipTextOrNull(this.limits.text)) return null;
    return this.odd ? null : this.bytes.toString('utf8', this.textFrom, this.at);
  }

  /** Skips the union; returns whether it holds a text. */
  private skipTextOrNull(most: number): boolean {
    const branch = this.long();
    if (branch === 0) return false;
    if (branch !== 1) this.odd = true;
    this.skipText(most);
    return true;
  }

  private skipText(most: number): void {
    const length = this.long();
    if (length > most) this.odd = true;
    this.textFrom = this.take(length);
  }

  /** Reads a name, and moves on to the shape that includes it. */
  private name(kind: MetricKind): void {
    const length = this.long();
    if (length < 1 || length > this.limits.name) this.odd = true;
    const from = this.take(length);
    if (this.odd) return;
    const shape = this.shape.known(kind, this.bytes, from, this.at) ?? this.learn(kind, from);
    if (shape === undefined) this.odd = true;
    else this.shape = shape;
  }

  private learn(kind: MetricKind, from: number): MetricShape | undefined {
    if (this.known >= mostShapes) {
      this.known = 0;
      this.empty = MetricShape.empty();
    }
    this.known += 1;
    return this.shape.learn(kind, this.bytes.toString('utf8', from, this.at));
  }

  /** Skips a number of bytes; returns where they began. */
  private take(length: number): number {
    const from = this.at;
    if (length < 0 || length > this.bytes.length - from) this.odd = true;
    else this.at += length;
    return from;
  }

  /** A zigzag varint of no more than 49 bits; longer ones are unusual. */
  private long(): number {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let length = 0; length < 7; length += 1) {
      const byte = bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
      scale *= 128;
    }
    this.odd = true;
    return 0;
  }
}
