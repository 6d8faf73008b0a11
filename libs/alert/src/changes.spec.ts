import { countWithin, endOfFlap, withChange, withoutChange } from './changes';

describe('changes', () => {
  it('are kept in order of time, in whatever order they arrive', () => {
    expect([5, 1, 3, 3].reduce<readonly number[]>(withChange, [])).toEqual([1, 3, 3, 5]);
  });

  it('can be removed one at a time', () => {
    expect(withoutChange([1, 3, 3, 5], 3)).toEqual([1, 3, 5]);
    expect(withoutChange([1, 5], 3)).toEqual([1, 5]);
  });

  it.each([
    ['the end belongs to the window', [10], 5, 10, 1],
    ['the beginning does not', [5], 5, 10, 0],
    ['a change after the end does not', [11], 5, 10, 0],
    ['all of them', [6, 7, 8, 9, 10], 5, 10, 5],
  ])('are counted in (end - within, end]: %s', (_, changes, within, end, expected) => {
    expect(countWithin(changes, within, end)).toBe(expected);
  });

  it.each([
    ['settle 0: once the newest has left the window', [1, 2, 3], 0, 13],
    ['settle 1: once the one before it has', [1, 2, 3], 1, 12],
    ['settle 2: once the third newest has', [1, 2, 3], 2, 11],
  ])('end a flap: %s', (_, changes, settle, expected) => {
    expect(endOfFlap(changes, { within: 10, settle })).toBe(expected);
  });
});
