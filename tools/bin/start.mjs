// `npm start`: makes the clone ready, then runs the local stack (infra/stack) in this process.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap, root } from './bootstrap.mjs';

bootstrap((text) => console.log(`Panto ${text}.`));
if (process.env.npm_lifecycle_event === 'start') stopWithNpm();
await import(pathToFileURL(join(root, 'dist', 'infra', 'stack', 'main.js')).href);

/** npm forwards signals, but not its own sudden death: killing npm must stop this process too. */
function stopWithNpm() {
  // Some shells run between npm and its script, others replace themselves with it.
  const npm = [process.ppid, Number(ask(process.ppid, 'ppid'))].find((pid) =>
    /^npm\b/.test(ask(pid, 'args')),
  );
  if (npm === undefined) return;
  const watch = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 1_000);
  watch.unref();
}

function ask(pid, what) {
  try {
    return execFileSync('ps', ['-o', `${what}=`, '-p', String(pid)], {
      encoding: 'utf8',
      timeout: 3_000,
    }).trim();
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
