// `npm test`: everything that must hold before a change is done, in one run. The last line is the sum of all tests.
//   npm test -- --only spec,int     some steps
//   npm test -- --only spec libs/   some files (a pattern for jest)
import { fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, refuse, root } from './bootstrap.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const cache = join(root, '.panto', 'cache');
const minutes = 60_000;

/** Steps in order; a step with `suite` is a jest run, and `servers` names what it needs. */
const steps = [
  {
    name: 'generate',
    does: 'whether the files generated from schemas/ are up to date',
    command: [process.execPath, 'tools/bin/generate.mjs', '--check'],
  },
  { name: 'format', does: 'prettier', command: [bin('prettier'), '--check', '--log-level=warn', '.'] },
  {
    name: 'lint',
    does: 'eslint, import rules included',
    command: [
      bin('eslint'),
      '--cache',
      '--cache-strategy=content',
      `--cache-location=${join(cache, 'eslint')}`,
      '--max-warnings=0',
      '.',
    ],
  },
  { name: 'types', does: 'the TypeScript compiler', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  {
    name: 'types-pure',
    does: 'the pure libraries with tsconfig.pure.json: no Node, no clock',
    command: [bin('tsc'), '-p', 'tsconfig.pure.json'],
  },
  { name: 'build', does: 'bundles into dist/', command: [process.execPath, 'tools/bin/build.mjs'] },
  { name: 'spec', does: 'pure tests (*.spec.ts)', suite: ['--maxWorkers=2'], patience: 10 * minutes },
  {
    name: 'int',
    does: 'tests against Kafka, registry, ClickHouse (*.int.spec.ts)',
    suite: ['--maxWorkers=2'],
    servers: true,
    patience: 20 * minutes,
  },
  {
    name: 'e2e',
    does: 'tests of whole processes (*.e2e.spec.ts)',
    suite: ['--runInBand'],
    servers: true,
    patience: 30 * minutes,
  },
];

const { only, patterns } = readArguments();
bootstrap((text) => console.log(`${text} ...`));
mkdirSync(cache, { recursive: true });
const chosen = steps.filter((step) => only === undefined || only.includes(step.name));
const sum = { passed: 0, failed: 0, skipped: 0 };
let stack;

for (const step of chosen) {
  const began = Date.now();
  const ok = await runStep(step);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${step.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}
await stack?.stop();
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 ? 0 : 1);

/** Runs a step and adds it to the sum: a jest run by its tests, any other step only if it fails. */
async function runStep(step) {
  if (step.suite !== undefined) return runSuite(step);
  const { code, output } = await run(step.command, {}, 15 * minutes);
  if (code === 0) return true;
  console.log(output);
  sum.failed += 1;
  return false;
}

async function runSuite(step) {
  let environment = {};
  if (step.servers === true) {
    stack ??= await startStack();
    if (stack.environment === undefined) {
      sum.failed += 1;
      return false;
    }
    environment = stack.environment;
  }
  const results = join(mkdtempSync(join(tmpdir(), 'panto-jest-')), 'results.json');
  const words = ['--selectProjects', step.name, '--passWithNoTests', '--json', `--outputFile=${results}`];
  const reporters = ['--reporters=default', `--reporters=${join(root, 'tools', 'bin', 'slow-files.mjs')}`];
  const command = [process.execPath, bin('jest'), ...step.suite, ...reporters, ...words, ...patterns];
  const options = {
    ...environment,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    show: true,
  };
  const { code } = await run(command, options, step.patience);
  return addResults(results, code);
}

function addResults(path, code) {
  let counts;
  try {
    counts = JSON.parse(readFileSync(path, 'utf8'));
    rmSync(dirname(path), { recursive: true });
  } catch {
    // jest ended before it could write its report.
    sum.failed += 1;
    return false;
  }
  // A file that could not run has no tests to count: it counts as one failure.
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  sum.passed += counts.numPassedTests;
  sum.skipped += counts.numPendingTests + counts.numTodoTests;
  sum.failed += failed > 0 || code === 0 ? failed : 1;
  return code === 0 && failed === 0;
}

/** Runs a command to its end. `show` lets jest's report through; its JSON on standard output is dropped. */
function run([command, ...words], { show, ...environment }, patience) {
  return new Promise((resolve) => {
    const child = spawn(command, words, {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', ...environment },
      stdio: ['ignore', show ? 'ignore' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    const limit = setTimeout(() => {
      console.log(`${command} ${words[0]}: not finished after ${patience / minutes} min, so it is killed`);
      // A worker in an endless loop does not notice that its parent is gone.
      for (const pid of [child.pid, ...descendants(child.pid)]) end(pid);
    }, patience);
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Descendants of a process according to /proc; none where there is no /proc. */
function descendants(pid) {
  const children = readText(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** Kafka, registry and ClickHouse on free ports over a temporary folder, for all suites of this run. */
async function startStack() {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'panto-test-'));
  const flags = ['--without-apps', '--data-dir', folder];
  const ports = ['--kafka-port', '0', '--registry-port', '0', '--clickhouse-port', '0'];
  const child = fork(join(root, 'dist', 'infra', 'stack', 'main.js'), [...flags, ...ports], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const environment = await Promise.race([
    new Promise((resolve) => child.once('message', (message) => resolve(message.environment))),
    ended.then(() => undefined),
  ]);
  const took = ((Date.now() - began) / 1000).toFixed(1);
  console.log(environment === undefined ? 'FAILED stack' : `ok     stack (${took} s)`);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { environment, stop };
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { only: { type: 'string' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (values.help === true) {
      console.log(help());
      process.exit(0);
    }
    const names = values.only?.split(',');
    const unknown = names?.filter((name) => !steps.some((step) => step.name === name)) ?? [];
    if (unknown.length > 0) {
      refuse(
        `No step is called ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}.`,
      );
    }
    return { only: names, patterns: positionals };
  } catch (error) {
    return refuse(error.message);
  }
}

function help() {
  return `Runs everything that must hold before a change is done; the last line is the sum of all tests.

  npm test                               all steps
  npm test -- --only spec,int            some steps
  npm test -- --only spec libs/alert     of the tests, those whose paths match

Steps, in this order:
${steps.map(({ name, does }) => `  ${name.padEnd(12)} ${does}`).join('\n')}`;
}
