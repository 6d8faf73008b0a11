import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** What a contributor might write, in which file, and the rule that must object; none where it is allowed. */
const cases = [
  [
    'a stage imports another stage',
    'libs/alert',
    "import '@panto/evaluate';",
    '@nx/enforce-module-boundaries',
  ],
  ['a stage imports an npm package', 'libs/alert', "import 'zod';", '@nx/enforce-module-boundaries'],
  ['a stage imports the model', 'libs/alert', "export { tickKey } from '@panto/model';", undefined],
  ['the core does I/O', 'libs/model', "import 'node:fs';", 'no-restricted-syntax'],
  [
    'a library bypasses the entry point of another',
    'libs/alert',
    "import '../../model/src/uuid';",
    '@nx/enforce-module-boundaries',
  ],
  ['an adapter imports a stage', 'libs/avro', "import '@panto/alert';", '@nx/enforce-module-boundaries'],
  ['the engine imports the model', 'libs/kafka', "import '@panto/model';", '@nx/enforce-module-boundaries'],
  [
    'the runtime imports an adapter',
    'libs/streams',
    "import '@panto/kafka';",
    '@nx/enforce-module-boundaries',
  ],
  ['a library without the client imports it', 'libs/spool', "import 'kafkajs';", 'no-restricted-imports'],
] as const;

/** Lints all texts as if they were files of the clone, in one process outside jest; returns the rules they break. */
async function lintAll(): Promise<readonly (readonly string[])[]> {
  const script = `
    import { ESLint } from 'eslint';
    const linter = new ESLint();
    const broken = [];
    for (const [, lib, text] of JSON.parse(process.argv[1])) {
      const [result] = await linter.lintText(text + '\\n', { filePath: lib + '/src/index.ts' });
      broken.push(result.messages.map((message) => message.ruleId));
    }
    process.stdout.write(JSON.stringify(broken));
  `;
  const words = ['--input-type=module', '-e', script, JSON.stringify(cases)];
  // In a single run, which it infers from CI, the parser would read files from disk instead of the texts.
  const env = { ...process.env, NODE_OPTIONS: '', TSESTREE_SINGLE_RUN: 'false' };
  const { stdout } = await run(process.execPath, words, { cwd: root, env, timeout: 240_000 });
  return JSON.parse(stdout) as readonly (readonly string[])[];
}

describe('the import rules', () => {
  let broken: readonly (readonly string[])[] = [];
  beforeAll(async () => {
    broken = await lintAll();
  }, 300_000);

  it.each(cases.map(([sentence, , , rule], index) => [sentence, rule ?? 'allowed', index] as const))(
    '%s: %s',
    (_sentence, rule, index) => {
      expect(broken[index]).toEqual(rule === 'allowed' ? [] : [rule]);
    },
  );
});
