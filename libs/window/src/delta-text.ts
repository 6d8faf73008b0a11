/**
 * Whole numbers as delta-encoded text of one byte per character: an engine stores such text in as many bytes,
 * without a separate buffer. A difference is a zigzag varint (7 bits per byte, least significant first); a 0
 * is followed by the number of further zeros. More differences may be appended (`deltaTail`).
 */
export function deltaText(first: number, rest: readonly number[]): string {
  const codes: number[] = [];
  varint(codes, zigzag(first));
  writeDeltas(codes, rest);
  return String.fromCharCode(...codes);
}

/** The text of further differences, to be appended to a delta text. */
export function deltaTail(deltas: readonly number[]): string {
  const codes: number[] = [];
  writeDeltas(codes, deltas);
  return String.fromCharCode(...codes);
}

/**
 * Both texts as one flat string. An engine represents a concatenation as a tree of its parts, four times as
 * large as the parts here, until a character is read.
 */
export function joined(text: string, tail: string): string {
  const whole = text + tail;
  whole.charCodeAt(0);
  return whole;
}

function writeDeltas(codes: number[], deltas: readonly number[]): void {
  let zeros = -1;
  for (const delta of deltas) {
    if (delta === 0) {
      zeros += 1;
      continue;
    }
    writeZeros(codes, zeros);
    zeros = -1;
    varint(codes, zigzag(delta));
  }
  writeZeros(codes, zeros);
}

/** A zero and the number of zeros after it; -1: there was none. */
function writeZeros(codes: number[], zeros: number): void {
  if (zeros < 0) return;
  codes.push(0);
  varint(codes, zeros);
}

/** Differences and first numbers beyond this do not survive zigzag's doubling. */
export const deltaLimit = 2 ** 51;

/** Reads the numbers of a delta text in order; reading more than were written yields nonsense. */
export class DeltaReader {
  private at = 0;
  private zeros = 0;

  constructor(private text: string) {}

  /** Continues in a text that starts with the previous one. */
  goOn(text: string): void {
    this.text = text;
  }

  /** Reads the next character without consuming it; see `prefetch`. */
  prefetch(): number {
    return this.text.charCodeAt(this.at);
  }

  /** The next number as it was passed to `deltaText`. */
  next(): number {
    if (this.zeros > 0) {
      this.zeros -= 1;
      return 0;
    }
    const coded = this.varint();
    // The first number may be 0 itself, which does not start a run.
    if (coded === 0 && this.at > 1) this.zeros = this.varint();
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  private varint(): number {
    let byte = this.text.charCodeAt(this.at++);
    let value = byte & 127;
    for (let scale = 128; byte >= 128; scale *= 128) {
      byte = this.text.charCodeAt(this.at++);
      value += (byte & 127) * scale;
    }
    return value;
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function varint(codes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) codes.push((rest % 128) + 128);
  codes.push(rest);
}
