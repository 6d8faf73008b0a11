import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { isUuid, uuidV5 } from './uuid';

/** Version 5 as node:crypto would make it. */
function reference(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

describe('uuidV5', () => {
  it('gives the value of RFC 9562, appendix A.4', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it('agrees with node:crypto for every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const namespace = randomUUID();
        return uuidV5(namespace, name) === reference(namespace, name);
      }),
    );
  });
});

describe('isUuid', () => {
  it.each([
    ['a lower-case UUID is a UUID', '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d', true],
    ['upper case is not: keys compare as bytes', '0B6F2D0C-6F0E-4F57-8D5C-9D3A1F2B4C5D', false],
    ['a word is not', 'tick', false],
    ['the empty text is not', '', false],
    ['a dash in the wrong place is not', '0b6f2d0c6-f0e-4f57-8d5c-9d3a1f2b4c5d', false],
    ['a letter beyond f is not', '0b6f2d0c-6f0e-4g57-8d5c-9d3a1f2b4c5d', false],
    ['trailing text is not', '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d ', false],
  ])('%s', (_, text, expected) => {
    expect(isUuid(text)).toBe(expected);
  });

  it('agrees with the pattern of RFC 9562 for every text', () => {
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
    const near = fc.tuple(fc.uuid(), fc.nat(40), fc.string({ maxLength: 2 })).map(([id, at, other]) => id.slice(0, at) + other + id.slice(at + 1)); // prettier-ignore
    fc.assert(fc.property(fc.oneof(fc.uuid(), near, fc.string()), (text) => expect(isUuid(text)).toBe(pattern.test(text)))); // prettier-ignore
  });
});
