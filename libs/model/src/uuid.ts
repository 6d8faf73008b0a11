import { utf8 } from './utf8';

/**
 * SHA-1 (FIPS 180-4). Written out because the core imports nothing; it is used for names, not for security.
 */
function sha1(message: readonly number[]): Uint8Array {
  const bytes = padded(message);
  const h = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const w = new Int32Array(80);
  for (let at = 0; at < bytes.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = wordAt(bytes, at + i * 4);
    compress(h, w);
  }
  return Uint8Array.from({ length: 20 }, (_, i) => (h[i >> 2] as number) >>> (24 - (i % 4) * 8));
}

/** The message, a one bit, zeros, and its length in bits: a whole number of 64-byte blocks. */
function padded(message: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const bits = message.length * 8;
  for (let i = 0; i < 4; i++) bytes[bytes.length - 1 - i] = bits >>> (8 * i);
  return bytes;
}

function wordAt(bytes: Uint8Array, at: number): number {
  const byte = (i: number) => bytes[at + i] as number;
  return (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3);
}

const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));

/** The round function and constant for step i. */
function round(i: number, b: number, c: number, d: number): number {
  if (i < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (i < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (i < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/** Compresses a block, the first sixteen words of `w`, into the hash. */
function compress(h: Uint32Array, w: Int32Array): void {
  const word = (i: number) => w[i] as number;
  for (let i = 16; i < 80; i++) w[i] = rotate(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1);
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = h;
  for (let i = 0; i < 80; i++) {
    const next = (rotate(a, 5) + round(i, b, c, d) + e + word(i)) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  [a, b, c, d, e].forEach((value, i) => (h[i] = (h[i] as number) + value));
}

const uuidLength = 36;
const dash = 45;

/** Whether a text is a UUID in the form that keys use: lower case, with dashes. */
export function isUuid(text: string): boolean {
  if (text.length !== uuidLength) return false;
  // A loop instead of a pattern: this runs for the key of every Result.
  for (let i = 0; i < uuidLength; i++) {
    const code = text.charCodeAt(i);
    const fits = i === 8 || i === 13 || i === 18 || i === 23 ? code === dash : isHex(code);
    if (!fits) return false;
  }
  return true;
}

const isHex = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 102);

/** The name-based UUID (RFC 9562, version 5) of a name in a namespace, itself a UUID. */
export function uuidV5(namespace: string, name: string): string {
  const space = namespace.replaceAll('-', '').match(/../g) ?? [];
  const bytes = sha1([...space.map((hex) => parseInt(hex, 16)), ...utf8(name)]).slice(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
