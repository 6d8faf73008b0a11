import { z } from 'zod';
import { secret, setting } from './setting';
import { settingsHelp } from './settings-help';

it('tells every setting: what it means, its default, whether it must be set', () => {
  const shape = {
    prefix: setting('PANTO_TOPIC_PREFIX', z.string().default('panto.'), 'What stands before topic names.'),
    limit: setting('PANTO_LIMIT', z.coerce.number(), 'How many.'),
    wait: setting('PANTO_WAIT', z.string().default('5s').transform(parseFloat), 'How long.'),
    password: secret('PANTO_PASSWORD', z.string().default('hush'), 'The password.'),
  };
  const text = settingsHelp('spec', shape);
  expect(text).toContain('  PANTO_TOPIC_PREFIX (default: panto.)\n      What stands before topic names.\n');
  expect(text).toContain('  PANTO_LIMIT (required)\n');
  // As it is written, not as it is read: what is copied from here must mean the same.
  expect(text).toContain('  PANTO_WAIT (default: 5s)\n');
  expect(text).toContain('  PANTO_PASSWORD (or in a file that PANTO_PASSWORD_FILE names)\n');
  expect(text).not.toContain('hush');
});
