// Runs the local stack until it is stopped: `npm start`, and the servers under `npm test`.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lookAtGiven } from './given';
import { layOut } from './layout/lay-out';
import { addressesOf } from './make-plan';
import { environmentOf, Stack } from './stack';
import { help, readStackArguments } from './stack-arguments';
import { StackFault } from './stack-fault';
import { readStackSettings } from './stack-settings';
import { summary } from './terminal';

// dist/infra/stack/main.js
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** A fault is one sentence for the user; anything else is a bug, and is shown with its stack trace. */
const fail = (error: unknown): void => {
  console.error(error instanceof StackFault ? error.message : error);
};

async function run(): Promise<void> {
  const asked = readStackArguments(process.argv.slice(2));
  if (asked.help) return void process.stdout.write(help);
  const environment = { ...process.env, ...asked.environment };
  const settings = readStackSettings(root, environment);
  if (asked.layoutOnly) {
    await lookAtGiven(settings.given);
    const made = await layOut(addressesOf(settings.given, settings.ports), settings, environment);
    return console.log(`Topics and schemas are in place; ${made.length} topics are new.`);
  }
  const began = Date.now();
  const stack = new Stack(settings, {
    reset: asked.reset,
    apps: asked.apps,
    environment,
    tell: (text) => console.log(text),
  });
  const stopped = stopOnSignal(stack);
  try {
    console.log('Panto is starting.');
    const plan = await stack.start();
    if (plan !== undefined) {
      console.log(summary(plan, (Date.now() - began) / 1000));
      process.send?.({ environment: environmentOf(plan) });
      await stack.setUp(plan);
    }
    await stopped;
  } catch (error) {
    fail(error);
    await stack.stop();
    process.exit(1);
  }
}

/** The first signal (or the exit of a parent with a channel) stops in order, the second at once. */
function stopOnSignal(stack: Stack): Promise<never> {
  let asked = false;
  const stop = () => {
    if (asked) {
      stack.kill();
      process.exit(1);
    }
    asked = true;
    console.log('\nPanto is stopping (once more: at once).');
    stack.stop().then(
      () => {
        console.log('Panto has stopped.');
        process.exit(0);
      },
      (error: unknown) => {
        fail(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  return new Promise(() => undefined);
}

run().catch((error: unknown) => {
  fail(error);
  process.exitCode = 1;
});
