import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearDataFolder } from './data-folder';
import { lockFolder } from './lock';

it('a reset deletes the data, but neither the lock of the stack that does it nor files of others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'panto-'));
  const run = join(folder, 'run');
  for (const name of ['run', 'kafka', 'cache']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'mine.txt'), '');
  const unlock = await lockFolder(run, folder);
  await clearDataFolder(folder);
  const left = ['run/stack.lock', 'kafka', 'cache', 'mine.txt'].filter((name) =>
    existsSync(join(folder, name)),
  );
  expect(left).toEqual(['run/stack.lock', 'cache', 'mine.txt']);
  unlock();
});
