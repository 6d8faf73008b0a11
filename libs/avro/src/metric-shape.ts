/** The types that a metric can have on the wire, in the order of the maps of a Result. */
export const metricKinds = ['long', 'double', 'text', 'boolean'] as const;

/** One of them. */
export type MetricKind = (typeof metricKinds)[number];

/** Number of shapes whose bytes are compared one after another before the name is looked up. */
const compared = 8;

/** The names and types of the metrics of a Result, in order. The Results of one Probe share theirs. */
export class MetricShape {
  private readonly longer = new Map<string, MetricShape>();
  private readonly first: MetricShape[] = [];
  private places: Map<string, number> | undefined;

  private constructor(
    private readonly names: readonly string[],
    private readonly kinds: readonly MetricKind[],
    /** The last name in wire format. */
    private readonly bytes: Buffer,
    /** The last type. */
    private readonly kind: MetricKind | undefined,
  ) {}

  /** The shape without names. */
  static empty(): MetricShape {
    return new MetricShape([], [], Buffer.alloc(0), undefined);
  }

  /** Number of names. */
  get size(): number {
    return this.names.length;
  }

  /** The position of a name. */
  placeOf(name: string): number | undefined {
    this.places ??= new Map(this.names.map((one, place) => [one, place]));
    return this.places.get(name);
  }

  /** The type of the metric at a position. */
  kindAt(place: number): MetricKind {
    return this.kinds[place] ?? 'long';
  }

  /** The names and their positions. */
  entries(): IterableIterator<[number, string]> {
    return this.names.entries();
  }

  /** The shape with one more name, which is given as bytes, if it is known. */
  known(kind: MetricKind, bytes: Buffer, from: number, until: number): MetricShape | undefined {
    for (const shape of this.first) {
      if (shape.kind === kind && isSame(shape.bytes, bytes, from, until)) return shape;
    }
    if (this.first.length < compared) return undefined;
    return this.longer.get(keyOf(kind, bytes.toString('utf8', from, until)));
  }

  /** The shape with one more name, which was not known; undefined: this shape already contains the name. */
  learn(kind: MetricKind, name: string): MetricShape | undefined {
    if (this.names.includes(name)) return undefined;
    const shape = new MetricShape([...this.names, name], [...this.kinds, kind], Buffer.from(name), kind);
    this.longer.set(keyOf(kind, name), shape);
    if (this.first.length < compared) this.first.push(shape);
    return shape;
  }
}

const keyOf = (kind: MetricKind, name: string): string => `${kind} ${name}`;

function isSame(known: Buffer, bytes: Buffer, from: number, until: number): boolean {
  if (known.length !== until - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
