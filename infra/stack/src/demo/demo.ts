import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Plan } from '../parts/plan';

/** How long to wait for the Server and the agent before the demo can be applied, ms. */
const patience = 120_000;

/** Replaces `${name}` by its value; a name without a value stays as it is, and the Server will reject it. */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** The values used in the demo's files. */
export function demoValues(plan: Plan): Readonly<Record<string, string>> {
  const [kafkaHost = '127.0.0.1', kafkaPort = '9092'] = (plan.addresses.kafka.split(',')[0] ?? '').split(
    /:(?=\d+$)/,
  );
  return {
    host: plan.host,
    serverPort: String(plan.ports.server),
    kafkaHost,
    kafkaPort,
    ...(plan.tls === undefined ? {} : { tlsPort: String(plan.tls.port) }),
  };
}

/**
 * Applies infra/stack/demo to the Server, once per data folder. The agent registers itself, so the first
 * attempts may come too early for Checks that name it. Returns the message to print; undefined if there was
 * nothing to do.
 */
export async function applyDemo(plan: Plan, stopping: () => boolean): Promise<string | undefined> {
  const marker = join(plan.dataDir, 'demo-applied');
  const complete = ['server', 'agent'].every((name) => plan.apps.some((app) => app.name === name));
  if (!complete || existsSync(marker)) return undefined;
  const files = ['this-machine.yaml', ...(plan.tls === undefined ? [] : ['tls.yaml'])];
  const folder = join(plan.root, 'infra', 'stack', 'demo');
  const texts = files.map((file) => fillIn(readFileSync(join(folder, file), 'utf8'), demoValues(plan)));
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await post(plan, texts.join('---\n'));
    if (answer === undefined) {
      writeFileSync(marker, `${new Date().toISOString()}\n`);
      return 'applied a Target and Checks of this machine (infra/stack/demo)';
    }
    if (stopping()) return undefined;
    if (Date.now() > deadline)
      return `could not apply infra/stack/demo, tries again at the next start: ${answer}`;
    await pause(1_000);
  }
}

/** Sends resources to the Server; undefined if it accepted them, else the reason. */
async function post(plan: Plan, text: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${plan.ports.server}/api/v1/apply?file=demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml', ...plan.authorization },
      body: text,
      signal: AbortSignal.timeout(10_000),
    });
    return response.ok ? undefined : `${response.status} ${(await response.text()).slice(0, 500)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
