import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { describeSettings, readSettings, secret, setting, settingHints } from './index';

const shape = {
  prefix: setting('PANTO_TOPIC_PREFIX', z.string().default('panto.'), 'What topic names begin with.'),
  limit: setting('PANTO_LIMIT', z.coerce.number().int().min(1), 'How many.'),
  password: secret('PANTO_PASSWORD', z.string().min(8).optional(), 'The password.'),
};

describe('readSettings', () => {
  it('returns parsed values and defaults; an empty variable counts as absent', () => {
    const settings = readSettings(shape, { PANTO_LIMIT: '5', PANTO_TOPIC_PREFIX: '' });
    expect(settings).toEqual({ prefix: 'panto.', limit: 5, password: undefined });
  });

  it('takes a secret from the file named by its `_FILE` variable, without the trailing newline', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'panto-')), 'password');
    writeFileSync(file, 'correct horse\n');
    expect(readSettings(shape, { PANTO_LIMIT: '1', PANTO_PASSWORD_FILE: file }).password).toBe(
      'correct horse',
    );
  });

  it('lists every fault at once, and never the value of a secret', () => {
    const read = () => readSettings(shape, { PANTO_LIMIT: 'many', PANTO_PASSWORD: 'short' });
    expect(read).toThrow(/PANTO_LIMIT: .*\(it is "many"\)\n {2}PANTO_PASSWORD: is not valid/);
    expect(read).not.toThrow(/short/);
  });

  it('shows no password contained in an address', () => {
    const limited = { limit: setting('PANTO_LIMIT', z.literal('x'), 'How many.') };
    const read = () => readSettings(limited, { PANTO_LIMIT: 'https://me:p@ss-word@:8123/x' });
    expect(read).toThrow('(it is "https://***@:8123/x")');
  });

  const faults: [string, Record<string, string>, RegExp][] = [
    ['a required variable is absent', {}, /PANTO_LIMIT: is not set; How many\./],
    [
      'a secret and its file are both set',
      { PANTO_LIMIT: '1', PANTO_PASSWORD: 'x'.repeat(8), PANTO_PASSWORD_FILE: '/x' },
      /PANTO_PASSWORD: is set, and so is PANTO_PASSWORD_FILE/,
    ],
    [
      'the file of a secret cannot be read',
      { PANTO_LIMIT: '1', PANTO_PASSWORD_FILE: '/nowhere/at/all' },
      /PANTO_PASSWORD_FILE cannot be read/,
    ],
    [
      'a name looks like a typo',
      { PANTO_LIMITT: '1' },
      /PANTO_LIMITT is set but unknown: did you mean PANTO_LIMIT\?/,
    ],
  ];
  it.each(faults)('reports that %s', (_sentence, env, message) => {
    expect(() => readSettings(shape, env)).toThrow(message);
  });
});

describe('settingHints', () => {
  it('ignores what is known, what resembles nothing known, and what is not ours', () => {
    const env = { PANTO_LIMIT: '1', PANTO_SOMETHING_ELSE: '1', PANTS: '1', PANTO_PASSWORD_FILE: '/x' };
    expect(settingHints(shape, env)).toEqual([]);
  });
});

describe('describeSettings', () => {
  it('returns a row for each setting', () => {
    expect(describeSettings(shape).map((row) => [row.env, row.default, row.required, row.secret])).toEqual([
      ['PANTO_TOPIC_PREFIX', 'panto.', false, false],
      ['PANTO_LIMIT', undefined, true, false],
      ['PANTO_PASSWORD', undefined, false, true],
    ]);
  });
});
