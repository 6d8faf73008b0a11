/** Shapes of which the bytes are compared one after the other before their name is looked up. */
const compared = 8;

/** The names of the metrics of a Result in the order in which they come. Results of one Probe share theirs. */
export class MetricShape {
  private readonly longer = new Map<string, MetricShape>();
  private readonly first: MetricShape[] = [];
  private places: Map<string, number> | undefined;

  private constructor(
    private readonly names: readonly string[],
    /** The last name as it is on the wire. */
    private readonly bytes: Buffer,
  ) {}

  /** The shape without names. */
  static empty(): MetricShape {
    return new MetricShape([], Buffer.alloc(0));
  }

  /** How many names it has. */
  get size(): number {
    return this.names.length;
  }

  /** The place of a name. */
  placeOf(name: string): number | undefined {
    this.places ??= new Map(this.names.map((one, place) => [one, place]));
    return this.places.get(name);
  }

  /** The names and their places. */
  entries(): IterableIterator<[number, string]> {
    return this.names.entries();
  }

  /** The shape with one more name, if that is known: the name stands in some bytes. */
  known(bytes: Buffer, from: number, until: number): MetricShape | undefined {
    for (const shape of this.first) if (isSame(shape.bytes, bytes, from, until)) return shape;
    if (this.first.length < compared) return undefined;
    return this.longer.get(bytes.toString('utf8', from, until));
  }

  /** The shape with one more name, which was not known; undefined: it has that one already. */
  learn(name: string): MetricShape | undefined {
    if (this.names.includes(name)) return undefined;
    const shape = new MetricShape([...this.names, name], Buffer.from(name));
    this.longer.set(name, shape);
    if (this.first.length < compared) this.first.push(shape);
    return shape;
  }
}

function isSame(known: Buffer, bytes: Buffer, from: number, until: number): boolean {
  if (known.length !== until - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
