import { describe, expect, it } from '@jest/globals';
import { keyText, pieceRecord, readSnapshot, type SnapshotPart, snapshotRecord } from './snapshot';
import type { LogRecord, OutRecord } from './topology';

const inLog = ({ topic, key, value, timestamp, headers = {} }: OutRecord): LogRecord => ({
  ...{ topic, partition: 0, offset: 5, timestamp, headers },
  key: Buffer.from(key ?? ''),
  value,
});
const bytes = Buffer.from('a memory');
const part = (standing: Partial<SnapshotPart>): SnapshotPart => ({
  ...{ part: 'seen', covers: undefined, due: undefined, bytes, common: undefined },
  ...standing,
});

describe('a snapshot of a part', () => {
  it.each<[string, SnapshotPart]>([
    ['that the stream does not change, and that is never all of a memory', part({})],
    ['that is all of a memory', part({ covers: 7, due: 1_760_000_000_000 })],
    ['of a key that is never due', part({ covers: 0, due: Infinity })],
    ['with bytes that others share', part({ covers: 7, due: 0, common: 3 })],
    ['of a key that is forgotten', part({ covers: 7, bytes: null })],
  ])('%s is read as it was written', (_, { part: name, ...standing }) => {
    const read = readSnapshot(inLog(snapshotRecord('snapshots', 'a/b', { part: name, ...standing }, 9)));
    expect(read).toMatchObject({ kind: 'part', ...standing });
    expect(read.kind === 'part' && keyText(read)).toBe('a/b');
  });

  it.each([
    [
      'with a header for each of the three, as in earlier versions',
      { covers: '7', due: '9', common: '3' },
      { covers: 7, due: 9, common: 3 },
    ],
    ['with some of them', { covers: '7' }, { covers: 7, due: undefined, common: undefined }],
    ['with none of them', {}, { covers: undefined, due: undefined, common: undefined }],
  ])('%s is read', (_, headers, standing) => {
    const record = { topic: 'snapshots', key: 'seen/a', value: bytes, timestamp: 9, headers };
    expect(readSnapshot(inLog(record))).toMatchObject({ kind: 'part', ...standing });
  });

  it.each(['', 'x', '1', '1,2', 'x,2,3', '-1,2,3', '1.5,2,3', '1,x,3', '1,2,x', '1,2,3,x', '1,2,3,-1'])(
    'with the header "%s" is not one',
    (standing) => {
      const record = { topic: 'snapshots', key: 'seen/a', value: bytes, timestamp: 9, headers: { standing } };
      expect(readSnapshot(inLog(record))).toMatchObject({ kind: 'unreadable' });
    },
  );
});

describe('a piece of a snapshot', () => {
  it.each<[string, Buffer | null]>([
    ['with bytes', bytes],
    ['that is gone', null],
  ])('%s is read as it was written', (_, piece) => {
    const read = readSnapshot(inLog(pieceRecord('snapshots', 'seen/a/b', 2, piece, 9)));
    expect(read).toEqual({ kind: 'piece', of: 'seen/a/b', number: 2, bytes: piece });
  });

  it('is counted by the record of its part', () => {
    const read = readSnapshot(inLog(snapshotRecord('snapshots', 'a', part({ covers: 7 }), 9, 2)));
    expect(read).toMatchObject({ kind: 'part', covers: 7, pieces: 2 });
  });

  it.each(['!piece/', '!piece/seen', '!piece/x/seen/a', '!piece/0/seen/a', '!piece/-1/seen/a'])(
    'with the key %s is not one',
    (key) => {
      const record = { topic: 'snapshots', key, value: bytes, timestamp: 9 };
      expect(readSnapshot(inLog(record))).toMatchObject({ kind: 'unreadable' });
    },
  );
});
