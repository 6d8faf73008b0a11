/** Most names that are known by heart; beyond it the table begins anew, because strangers may send any number. */
const most = 8_192;

interface Known {
  readonly bytes: Buffer;
  readonly name: string;
}

/** The text of names by their bytes: the same few come again and again, and making text is what costs. */
export class NameTable {
  private readonly known = new Map<number, Known>();

  constructor(
    /** Longest name that is kept, bytes. */
    private readonly longest: number,
  ) {}

  /** The text from one place to another of some bytes. */
  at(bytes: Buffer, from: number, until: number): string {
    const hash = hashOf(bytes, from, until);
    const found = this.known.get(hash);
    if (found !== undefined && isSame(found.bytes, bytes, from, until)) return found.name;
    const name = bytes.toString('utf8', from, until);
    if (until - from > this.longest) return name;
    if (this.known.size >= most) this.known.clear();
    this.known.set(hash, { bytes: Buffer.from(bytes.subarray(from, until)), name });
    return name;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Buffer, from: number, until: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < until; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash;
}

function isSame(known: Buffer, bytes: Buffer, from: number, until: number): boolean {
  if (known.length !== until - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
