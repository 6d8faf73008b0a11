import fc from 'fast-check';
import { jsonText, jsonValue } from './memory-codec';

const leaf = fc.oneof(
  fc.bigInt(),
  fc.double().filter((value) => !Object.is(value, -0)),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, NaN, Infinity, '$bigint', '"$map"'),
);
const name = fc.oneof(fc.string(), fc.constantFrom('$bigint', '$map', '$number', '$object'));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(name, tie('any'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie('any')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).any;

describe('a memory as JSON', () => {
  it('survives the round trip, whatever its names are', () => {
    fc.assert(fc.property(value, (one) => expect(jsonValue(jsonText(one))).toEqual(one)));
  });

  it('leaves alone a label that is named like a tag', () => {
    const labels = { $bigint: '5', team: 'shop' };
    expect(jsonValue(jsonText({ labels }))).toEqual({ labels });
  });
});
