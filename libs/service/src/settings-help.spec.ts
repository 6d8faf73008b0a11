import { z } from 'zod';
import { secret, setting } from './setting';
import { settingsHelp } from './settings-help';

it('lists every setting: its meaning, its default, whether it is required', () => {
  const shape = {
    prefix: setting('PANTO_TOPIC_PREFIX', z.string().default('panto.'), 'What topic names begin with.'),
    limit: setting('PANTO_LIMIT', z.coerce.number(), 'How many.'),
    wait: setting('PANTO_WAIT', z.string().default('5s').transform(parseFloat), 'How long.'),
    password: secret('PANTO_PASSWORD', z.string().default('hush'), 'The password.'),
  };
  const text = settingsHelp('spec', shape);
  expect(text).toContain('  PANTO_TOPIC_PREFIX (default: panto.)\n      What topic names begin with.\n');
  expect(text).toContain('  PANTO_LIMIT (required)\n');
  // As written, not as parsed: a value copied from here must mean the same.
  expect(text).toContain('  PANTO_WAIT (default: 5s)\n');
  expect(text).toContain('  PANTO_PASSWORD (or in a file named by PANTO_PASSWORD_FILE)\n');
  expect(text).not.toContain('hush');
});
