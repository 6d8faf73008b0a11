/**
 * The contract, sentence by sentence: resources and recorded results in, the lines of `panto simulate` out.
 * The expectations were worked out from the text alone. Rows are named after the paragraph they test.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { simulateCommand } from './simulate';

const start = Date.parse('2026-01-01T00:00:00Z');
const ids: Readonly<Record<string, string>> = {
  a: '0b6f2d0c-6f0e-4f57-8d5c-00000000000a',
  b: '0b6f2d0c-6f0e-4f57-8d5c-00000000000b',
  stranger: '0b6f2d0c-6f0e-4f57-8d5c-0000000000ff',
};

/**
 * A row: what the sentence says, the spec of Check `a` as YAML, the Results that arrive, the expected output.
 */
interface Row {
  readonly says: string;
  /** Rules and all other keys of the spec; `interval: 10s` and `missingAfter: 1h` by default. */
  readonly spec: readonly string[];
  /** The spec of a second Check, `b`. */
  readonly other?: readonly string[];
  /** Results as `seconds name=JSON ... [error] [@seconds of arrival] [#check]`, or raw lines. */
  readonly lines: readonly string[];
  /** Seconds. */
  readonly until?: number;
  /**
   * `seconds STATE after PREVIOUS occurrences/problemOccurrences`, and of Alerts
   * `seconds rule status STATE #episode of the rule`; those of Check b begin with `b`.
   */
  readonly tells: readonly string[];
}

const row = (
  says: string,
  spec: readonly string[],
  lines: readonly string[],
  tells: readonly string[],
  rest: { until?: number; other?: readonly string[] } = {},
): Row => ({ says, spec, lines, tells, ...rest });

/** `states:` with one rule that has one critical entry. */
const critical = (type: string, conditions: string, match = 'all') =>
  `states: [{ name: r, type: ${type}, states: [{ state: critical, match: ${match}, conditions: [${conditions}] }] }]`;
const threshold = (condition: string) => critical('threshold', `{ field: v, ${condition} }`);
const trend = (condition: string) => critical('trend', `{ field: v, ${condition} }`);
const history = (condition: string) => critical('history', `{ field: v, ${condition} }`);
/** CRITICAL from v = 3 on, WARNING from v = 2 on. */
const limits =
  'states: [{ name: limits, type: threshold, states: [' +
  '{ state: critical, conditions: [{ field: v, operator: ge, value: 3 }] }, ' +
  '{ state: warning, conditions: [{ field: v, operator: ge, value: 2 }] }] }]';
/** CRITICAL when v is what it was a minute ago; of a, only the last two values matter. */
const twoFields =
  'states: [{ name: r, type: trend, states: [{ state: warning, conditions: [' +
  '{ field: a, last: 2, operator: gt, value: 9 }] }] }, { name: h, type: history, states: [' +
  '{ state: critical, conditions: [{ field: v, ago: 60s, tolerance: 0, operator: eq, value: 0 }] }] }]';
const often = Array.from({ length: 40 }, (_, i) => `${i} a=1`);
const oftenTold = often.map((_, i) => `${i} UNKNOWN after UNKNOWN ${i + 1}/${i + 1}`);
const lateTold = [...often.keys()]
  .filter((at) => at !== 1)
  .map((at, i) => `${at} UNKNOWN after UNKNOWN ${i + 1}/${i + 1}`);
const minute = 'missingAfter: 60s';
const any = '{ name: any, type: change }';
const worse = '{ name: worse, type: change, onlyWorse: true }';
const flap = '{ name: flap, type: flap, moreThan: 2, within: 60s }';
const alerts = (...rules: string[]) => `alerts: [${rules.join(', ')}]`;
const confirm = (text: string) => `confirm: { ${text} }`;

const seconds = (text: string | number) => new Date(start + Math.round(Number(text) * 1000)).toISOString();

/** A row's line as JSON. */
function toJson(text: string): string {
  if (!/^-?[\d.]+( |$)/.test(text)) return text;
  const [time = '', ...words] = text.split(' ');
  const rest = words.map((word) => {
    if (word.startsWith('@')) return ['arrival', JSON.stringify(seconds(word.slice(1)))];
    if (word.startsWith('#')) return ['check', JSON.stringify(ids[word.slice(1)])];
    return word === 'error'
      ? ['error', '"no route to host"']
      : ['metric', word.replace(/^([^=]+)=/, '"$1":')];
  });
  const of = (kind: string) => rest.filter(([k]) => k === kind).map(([, value]) => value);
  const entries = [
    ['check', of('check')[0] ?? JSON.stringify(ids.a)],
    ['timestamp', JSON.stringify(seconds(time))],
    ...rest.filter(([kind]) => kind === 'arrival' || kind === 'error'),
    ...(of('error').length > 0 ? [] : [['metrics', `{${of('metric').join(',')}}`]]),
  ];
  return `{${entries.map(([name, value]) => `"${name}":${value}`).join(',')}}`;
}

function toResources({ spec, other }: Row): string {
  const target = 'kind: Target\nmetadata: { name: web-1 }\nspec: {}\n';
  const check = (name: string, lines: readonly string[]) => {
    const given = lines.join('\n');
    const defaults = ['interval: 10s', 'missingAfter: 1h'].filter(
      (line) => !given.includes(line.split(':')[0] ?? ''),
    );
    const all = ['target: web-1', ...defaults, ...lines].map((line) => `  ${line}`).join('\n');
    return `---\nkind: Check\nmetadata: { id: ${ids[name]}, name: ${name} }\nspec:\n${all}\n`;
  };
  return target + check('a', spec) + (other === undefined ? '' : check('b', other));
}

interface Told {
  readonly type: string;
  readonly check: string;
  readonly state: string;
  readonly previous: string;
  readonly timestamp: string;
  readonly occurrences: number;
  readonly problemOccurrences: number;
  readonly rule: string;
  readonly status: string;
  readonly episode: string;
  readonly reasons: readonly object[];
}

/** A line of the output in the short form of the rows. */
function toShort(told: Told, _: number, all: readonly Told[]): string {
  const at = `${told.check === ids.b ? 'b ' : ''}${(Date.parse(told.timestamp) - start) / 1000}`;
  if (told.type === 'state')
    return `${at} ${told.state} after ${told.previous} ${told.occurrences}/${told.problemOccurrences}`;
  const episodes = new Set(
    all.filter((o) => o.rule === told.rule && o.check === told.check).map((o) => o.episode),
  );
  return `${at} ${told.rule} ${told.status} ${told.state} #${[...episodes].indexOf(told.episode) + 1}`;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'panto-contract-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command over a row. */
async function simulate(input: Row): Promise<{ output: Told[]; errors: string }> {
  const [config, results] = [join(folder, 'config.yaml'), join(folder, 'results.jsonl')];
  writeFileSync(config, toResources(input));
  writeFileSync(results, input.lines.map(toJson).join('\n'));
  const written: string[] = [];
  const errors: string[] = [];
  const out = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  const err = jest.spyOn(console, 'error').mockImplementation((text) => void errors.push(String(text)));
  const until = input.until === undefined ? [] : ['--until', seconds(input.until)];
  try {
    await simulateCommand().parseAsync(['--config', config, '--results', results, ...until], {
      from: 'user',
    });
  } finally {
    out.mockRestore();
    err.mockRestore();
    process.exitCode = undefined;
  }
  const lines = written.join('').split('\n');
  return { output: lines.filter(Boolean).map((line) => JSON.parse(line) as Told), errors: errors.join('\n') };
}

function rows(section: string, table: readonly Row[]): void {
  describe(section, () => {
    it.each(table.map((one) => [one.says, one] as const))('%s', async (_says, one) => {
      const { output, errors } = await simulate(one);
      expect({ errors: errors.includes('config.yaml'), tells: output.map(toShort) }).toEqual({
        errors: false,
        tells: one.tells,
      });
    });
  });
}

// prettier-ignore
rows('3 Results', [
  row('3.2 a timestamp held already is a duplicate: no effect', [limits], ['0 v=3', '10 v=1', '10 v=3', '0 v=3'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0']),
  row('3.2 of two with one timestamp the first stands among the samples',
    [history('ago: 10s, tolerance: 0, operator: eq, value: 0')], ['0 v=1', '0 v=9', '10 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 CRITICAL after UNKNOWN 1/2']),
  row('3.2 a late one is not evaluated and emits nothing', [limits], ['0 v=1', '20 v=1', '10 v=3'],
    ['0 OK after UNKNOWN 1/0']),
  row('3.2 a late one joins the samples of a history at its place in time',
    [history('ago: 10s, tolerance: 0, operator: eq, value: 0')], ['0 v=1', '20 v=1', '15 v=5', '25 v=5'],
    ['0 UNKNOWN after UNKNOWN 1/1', '20 UNKNOWN after UNKNOWN 2/2', '25 CRITICAL after UNKNOWN 1/3']),
  row('3.2 a late one joins the samples of a trend at its place in time',
    [trend('last: 3, operator: eq, value: -2.5')], ['0 v=0', '4 v=4', '2 v=9', '6 v=-1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '4 UNKNOWN after UNKNOWN 2/2', '6 CRITICAL after UNKNOWN 1/3']),
  row('3.2 a late one and its duplicate: the first stands', [trend('last: 3, operator: eq, value: -2.5')],
    ['0 v=0', '4 v=4', '2 v=9', '2 v=1', '6 v=-1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '4 UNKNOWN after UNKNOWN 2/2', '6 CRITICAL after UNKNOWN 1/3']),
  row('3.2 a duplicate stays one when the sample that the first gave is forgotten', [twoFields],
    [...often, '1 v=5', '61 a=1 v=5'], [...oftenTold, '61 UNKNOWN after UNKNOWN 41/41']),
  row('3.2 and so it does when the first came late', [twoFields],
    ['0 a=1', '2 a=1', '1 a=1', ...often.slice(3), '1 v=5', '61 a=1 v=5'],
    [...lateTold, '61 UNKNOWN after UNKNOWN 40/40']),
  row('3.2 exactly 5 minutes ahead of its arrival is evaluated', [limits], ['0 v=1', '300 v=2 @0', '10 v=3 @10'],
    ['0 OK after UNKNOWN 1/0', '300 WARNING after OK 1/1']),
  row('3.2 more than 5 minutes ahead is dead-lettered and does not make others late', [limits],
    ['0 v=1', '300.001 v=3 @0', '10 v=2 @10'], ['0 OK after UNKNOWN 1/0', '10 WARNING after OK 1/1']),
  row('3.3 an error is worth ERROR', [limits], ['0 v=1', '10 error', '20 error'],
    ['0 OK after UNKNOWN 1/0', '10 ERROR after OK 1/1', '20 ERROR after ERROR 2/2']),
  row('3.3 an error leaves latches as they are', [threshold('operator: gt, value: 2, recover: 1.5')],
    ['0 v=3', '10 error', '20 v=1.8'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 ERROR after CRITICAL 1/2', '20 CRITICAL after ERROR 1/3']),
  row('3.3 an error is no sample', [trend('last: 2, per: occurrence, operator: eq, value: 1')],
    ['0 v=1', '10 error', '20 v=2'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 ERROR after UNKNOWN 1/2', '20 CRITICAL after ERROR 1/3']),
  row('3.3 duplicate and late count for errors too', [limits], ['0 v=1', '10 v=1', '10 error', '5 error'],
    ['0 OK after UNKNOWN 1/0']),
  row('3.3 a result with the timestamp of an error is its duplicate', [limits],
    ['0 v=1', '10 error', '10 v=1', '20 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 ERROR after OK 1/1', '20 OK after ERROR 1/0']),
  row('3.3 a late result with the timestamp of an error does not join the samples',
    [history('ago: 10s, tolerance: 0, operator: eq, value: 0')], ['10 error', '15 v=1', '10 v=1', '20 v=1'],
    ['10 ERROR after UNKNOWN 1/1', '15 UNKNOWN after ERROR 1/2', '20 UNKNOWN after UNKNOWN 2/3']),
  row('3.5 a result of a Check that is not configured makes no State', [limits], ['0 v=3 #stranger', '10 v=1'],
    ['10 OK after UNKNOWN 1/0']),
]);

const entry = (state: string, conditions: string, match = 'all') =>
  `{ state: ${state}, match: ${match}, conditions: [${conditions}] }`;
const is = (field: string, operator = 'ge', value = '1') =>
  `{ field: ${field}, operator: ${operator}, value: ${value} }`;
const ruled = (...entries: string[]) =>
  `{ name: r${entries.join().length}, type: threshold, states: [${entries.join(', ')}] }`;

// prettier-ignore
rows('4.1 and 4.2 Rules, logic', [
  row('4.1 entries are tried worst first, whatever their order in the file',
    [`states: [${ruled(entry('warning', is('v')), entry('critical', is('v')))}]`], ['0 v=1'],
    ['0 CRITICAL after UNKNOWN 1/1']),
  row('4.1 a second entry of the same State is tried too',
    [`states: [${ruled(entry('warning', is('w')), entry('warning', is('v')))}]`], ['0 v=1 w=0'],
    ['0 WARNING after UNKNOWN 1/1']),
  row('4.1 the worse entry undetermined, the other matches: the other',
    [`states: [${ruled(entry('critical', is('absent')), entry('warning', is('v')))}]`], ['0 v=1'],
    ['0 WARNING after UNKNOWN 1/1']),
  row('4.1 no match and any entry undetermined: UNKNOWN',
    [`states: [${ruled(entry('critical', is('v')), entry('warning', is('absent')))}]`], ['0 v=0'],
    ['0 UNKNOWN after UNKNOWN 1/1']),
  row('4.1 no match and all entries false: OK',
    [`states: [${ruled(entry('critical', is('v')), entry('warning', is('v')))}]`], ['0 v=0'],
    ['0 OK after UNKNOWN 1/0']),
  row('4.1 the State is the worst of the rules: WARNING above UNKNOWN',
    [`states: [${ruled(entry('warning', is('v')))}, ${ruled(entry('critical', is('absent')))}]`], ['0 v=1'],
    ['0 WARNING after UNKNOWN 1/1']),
  row('4.1 the State is the worst of the rules: UNKNOWN above OK',
    [`states: [${ruled(entry('warning', is('v')))}, ${ruled(entry('critical', is('absent')))}]`],
    ['0 v=0 absent=0', '10 v=0'], ['0 OK after UNKNOWN 1/0', '10 UNKNOWN after OK 1/1']),
  row('4.1 a Check without rules is OK at every result', [], ['0 v=1', '10', '20 error', '30'],
    ['0 OK after UNKNOWN 1/0', '20 ERROR after OK 1/1', '30 OK after ERROR 1/0']),
  row('4.2 all: one false makes it false, whatever is undetermined',
    [critical('threshold', `${is('absent')}, ${is('v')}`)], ['0 v=0'], ['0 OK after UNKNOWN 1/0']),
  row('4.2 all: else one undetermined makes it undetermined',
    [critical('threshold', `${is('absent')}, ${is('v')}`)], ['0 v=1'], ['0 UNKNOWN after UNKNOWN 1/1']),
  row('4.2 all: all true', [critical('threshold', `${is('w')}, ${is('v')}`)], ['0 v=1 w=1'],
    ['0 CRITICAL after UNKNOWN 1/1']),
  row('4.1 all is the default',
    [`states: [{ name: r, type: threshold, states: [{ state: critical, conditions: [${is('w')}, ${is('v')}] }] }]`],
    ['0 v=1 w=0'], ['0 OK after UNKNOWN 1/0']),
  row('4.2 any: one true makes it true, whatever is undetermined',
    [critical('threshold', `${is('absent')}, ${is('v')}`, 'any')], ['0 v=1'], ['0 CRITICAL after UNKNOWN 1/1']),
  row('4.2 any: else one undetermined makes it undetermined',
    [critical('threshold', `${is('absent')}, ${is('v')}`, 'any')], ['0 v=0'], ['0 UNKNOWN after UNKNOWN 1/1']),
  row('4.2 any: all false', [critical('threshold', `${is('w')}, ${is('v')}`, 'any')], ['0 v=0 w=0'],
    ['0 OK after UNKNOWN 1/0']),
  row('4.2 numbers do not compare with strings and booleans', [threshold('operator: ne, value: 1')],
    ['0 v="1"', '10 v=true', '20 v=2'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 UNKNOWN after UNKNOWN 2/2', '20 CRITICAL after UNKNOWN 1/3']),
  row('4.2 strings do not compare with numbers and booleans', [threshold('operator: ne, value: "1"')],
    ['0 v=1', '10 v=true', '20 v="2"'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 UNKNOWN after UNKNOWN 2/2', '20 CRITICAL after UNKNOWN 1/3']),
  row('4.2 booleans do not compare with numbers and strings', [threshold('operator: ne, value: true')],
    ['0 v=1', '10 v="true"', '20 v=false'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 UNKNOWN after UNKNOWN 2/2', '20 CRITICAL after UNKNOWN 1/3']),
  row('4.2 ints compare with floats', [threshold('operator: eq, value: 2.0')], ['0 v=2', '10 v=2.5', '20 v=2e0'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0', '20 CRITICAL after OK 1/1']),
  row('4.2 exactly, even above 2^53', [threshold('operator: eq, value: 9007199254740993')],
    ['0 v=9007199254740992', '10 v=9007199254740993', '20 v=9007199254740994', '30 v=9223372036854775807'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '20 OK after CRITICAL 1/0']),
  row('4.2 a float against an int above 2^53, exactly; 7 a number with a fraction is a float',
    [threshold('operator: lt, value: 9007199254740993')], ['0 v=9007199254740993.0', '10 v=9007199254740993'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0']),
]);

const over = (operator: string, tells: string) =>
  row(
    `4.3 ${operator} on numbers`,
    [threshold(`operator: ${operator}, value: 2`)],
    ['0 v=1', '10 v=2', '20 v=3'],
    tells.split(', '),
  );

// prettier-ignore
rows('4.3 Operators', [
  over('lt', '0 CRITICAL after UNKNOWN 1/1, 10 OK after CRITICAL 1/0'),
  over('le', '0 CRITICAL after UNKNOWN 1/1, 10 CRITICAL after CRITICAL 2/2, 20 OK after CRITICAL 1/0'),
  over('eq', '0 OK after UNKNOWN 1/0, 10 CRITICAL after OK 1/1, 20 OK after CRITICAL 1/0'),
  over('ne', '0 CRITICAL after UNKNOWN 1/1, 10 OK after CRITICAL 1/0, 20 CRITICAL after OK 1/1'),
  over('ge', '0 OK after UNKNOWN 1/0, 10 CRITICAL after OK 1/1, 20 CRITICAL after CRITICAL 2/2'),
  over('gt', '0 OK after UNKNOWN 1/0, 20 CRITICAL after OK 1/1'),
  row('4.3 eq on strings', [threshold('operator: eq, value: down')], ['0 v="down"', '10 v="Down"'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0']),
  row('4.3 ne on strings', [threshold('operator: ne, value: up')], ['0 v="down"', '10 v="up"'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0']),
  row('4.3 match is unanchored; 9.3 case-sensitive', [threshold('operator: match, value: "er+or"')],
    ['0 v="an-errror!"', '10 v="ERROR"', '20 v="eor"'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0']),
  row('4.3 notmatch', [threshold('operator: notmatch, value: "^ok$"')], ['0 v="okay"', '10 v="ok"', '20 v=1'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0', '20 UNKNOWN after OK 1/1']),
  row('4.3 match cannot run away in time', [threshold('operator: match, value: "(a+)+$"')],
    [`0 v="${'a'.repeat(5000)}!"`], ['0 OK after UNKNOWN 1/0']),
  row('4.3 eq and ne on booleans', [critical('threshold', `${is('v', 'eq', 'false')}, ${is('w', 'ne', 'true')}`)],
    ['0 v=false w=false', '10 v=true w=false', '20 v=false w=true'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 OK after CRITICAL 1/0']),
  row('4.3 gt with recover stays true until it is not greater than recover',
    [threshold('operator: gt, value: 2, recover: 1.5')], ['0 v=2', '10 v=2.1', '20 v=1.6', '30 v=1.5', '40 v=1.6'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '20 CRITICAL after CRITICAL 2/2',
      '30 OK after CRITICAL 1/0']),
  row('4.3 ge with recover: equal to recover is still true', [threshold('operator: ge, value: 2, recover: 1.5')],
    ['0 v=2', '10 v=1.5', '20 v=1.4', '30 v=1.5'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 CRITICAL after CRITICAL 2/2', '20 OK after CRITICAL 1/0']),
  row('4.3 lt with recover', [threshold('operator: lt, value: 2, recover: 3')],
    ['0 v=2', '10 v=1', '20 v=2.9', '30 v=3', '40 v=2'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '20 CRITICAL after CRITICAL 2/2',
      '30 OK after CRITICAL 1/0']),
  row('4.3 le with recover: equal to recover is still true', [threshold('operator: le, value: 2, recover: 3')],
    ['0 v=2', '10 v=3', '20 v=3.1', '30 v=3'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 CRITICAL after CRITICAL 2/2', '20 OK after CRITICAL 1/0']),
  row('4.3 an undetermined condition leaves its latch as it was',
    [threshold('operator: gt, value: 2, recover: 1.5')], ['0 v=3', '10', '20 v="x"', '30 v=1.8'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 UNKNOWN after CRITICAL 1/2', '20 UNKNOWN after UNKNOWN 2/3',
      '30 CRITICAL after UNKNOWN 1/4']),
  row('4.3 conditions of entries that are not needed are looked at too',
    [
      `states: [${ruled(entry('critical', is('v', 'ge', '3')), entry('warning', '{ field: v, operator: gt, value: 2, recover: 1 }'))}]`],
    ['0 v=3', '10 v=1.5'], ['0 CRITICAL after UNKNOWN 1/1', '10 WARNING after CRITICAL 1/2']),
  row('4.3 conditions after a false one are looked at too',
    [critical('threshold', `${is('w')}, { field: v, operator: gt, value: 2, recover: 1 }`)],
    ['0 w=0 v=3', '10 w=1 v=1.5'], ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1']),
  row('4.3 a late or duplicate result moves no latch', [threshold('operator: gt, value: 2, recover: 1')],
    ['0 v=1', '20 v=1', '10 v=3', '20 v=3', '30 v=1.5'], ['0 OK after UNKNOWN 1/0']),
  row('4.3 a latch holds while confirmation withholds the State',
    [threshold('operator: gt, value: 2, recover: 1'), confirm('worse: 2')], ['0 v=1', '10 v=3', '20 v=1.5'],
    ['0 OK after UNKNOWN 1/0', '20 CRITICAL after OK 1/1']),
]);

const unknowns = (...times: number[]) => times.map((t, i) => `${t} UNKNOWN after UNKNOWN ${i + 1}/${i + 1}`);

// prettier-ignore
rows('4.4 Trend', [
  ...(
    [
      ['second (default)', '', 0.5],
      ['second', 'per: second, ', 0.5],
      ['minute', 'per: minute, ', 30],
      ['hour', 'per: hour, ', 1800],
      ['occurrence', 'per: occurrence, ', 1],
    ] as const
  ).map(([name, per, value]) =>
    row(
      `4.4 per ${name}`,
      [trend(`last: 3, ${per}operator: eq, value: ${value}`)],
      ['0 v=0', '2 v=1', '4 v=2', '6 v=9'],
      [...unknowns(0, 2), '4 CRITICAL after UNKNOWN 1/3', '6 OK after CRITICAL 1/0'],
    ),
  ),
  row('4.4 the least-squares line, not that through the ends: 1 0 2 3 has slope 0.8',
    [
      critical('trend', '{ field: v, last: 4, per: occurrence, operator: gt, value: 0.79 }, { field: v, last: 4, per: occurrence, operator: lt, value: 0.81 }')],
    ['0 v=1', '1 v=0', '2 v=2', '3 v=3'], [...unknowns(0, 1, 2), '3 CRITICAL after UNKNOWN 1/4']),
  row('4.4 fewer than last: undetermined', [trend('last: 3, operator: ge, value: -100')], ['0 v=0', '1 v=1'],
    unknowns(0, 1)),
  row('4.4 the current value absent: undetermined', [trend('last: 2, operator: ge, value: -100')],
    ['0 v=0', '1 v=1', '2', '3 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '1 CRITICAL after UNKNOWN 1/2', '2 UNKNOWN after CRITICAL 1/3',
      '3 CRITICAL after UNKNOWN 1/4']),
  row('4.4 the current value no number: undetermined', [trend('last: 2, operator: ge, value: -100')],
    ['0 v=0', '1 v=1', '2 v="x"'],
    ['0 UNKNOWN after UNKNOWN 1/1', '1 CRITICAL after UNKNOWN 1/2', '2 UNKNOWN after CRITICAL 1/3']),
  row('4.4 whatever else the results between held', [trend('last: 2, operator: eq, value: 0.5')],
    ['0 v=0', '1 w=1', '2 v="x"', '3 error', '4 v=2'],
    ['0 UNKNOWN after UNKNOWN 1/1', '1 UNKNOWN after UNKNOWN 2/2', '2 UNKNOWN after UNKNOWN 3/3',
      '3 ERROR after UNKNOWN 1/4', '4 CRITICAL after ERROR 1/5']),
  row('9.4 a constant series has slope 0, whatever its times', [trend('last: 4, operator: eq, value: 0')],
    ['0 v=0.1', '1.3 v=0.1', '3.1 v=0.1', '4.7 v=0.1'],
    [...unknowns(0, 1.3, 3.1), '4.7 CRITICAL after UNKNOWN 1/4']),
  row('4.4 counter: a lower value is a reset, the total before is added',
    [trend('last: 3, per: occurrence, counter: true, operator: eq, value: 2.5')], ['0 v=5', '1 v=8', '2 v=2'],
    [...unknowns(0, 1), '2 CRITICAL after UNKNOWN 1/3']),
  row('4.4 counter: to it and to all after it; two resets add up: 5 3 2 1 is 5 8 10 11',
    [trend('last: 4, per: occurrence, counter: true, operator: eq, value: 2')],
    ['0 v=5', '1 v=3', '2 v=2', '3 v=1'], [...unknowns(0, 1, 2), '3 CRITICAL after UNKNOWN 1/4']),
  row('4.4 counter: an equal value is no reset', [trend('last: 2, counter: true, operator: eq, value: 0')],
    ['0 v=5', '1 v=5'], [...unknowns(0), '1 CRITICAL after UNKNOWN 1/2']),
  row('9.4 counter: resets are exact above 2^53',
    [trend('last: 2, per: occurrence, counter: true, operator: gt, value: 1000')],
    ['0 v=9007199254740993', '1 v=9007199254740992'], [...unknowns(0), '1 CRITICAL after UNKNOWN 1/2']),
  row('4.4 without counter a lower value is just lower',
    [trend('last: 3, per: occurrence, operator: eq, value: -1.5')], ['0 v=5', '1 v=8', '2 v=2'],
    [...unknowns(0, 1), '2 CRITICAL after UNKNOWN 1/3']),
  row('4.4 with 4.3 recover latches a slope', [trend('last: 2, operator: ge, value: 2, recover: 1')],
    ['0 v=0', '1 v=2', '2 v=3', '3 v=3.5'],
    ['0 UNKNOWN after UNKNOWN 1/1', '1 CRITICAL after UNKNOWN 1/2', '2 CRITICAL after CRITICAL 2/3',
      '3 OK after CRITICAL 1/0']),
]);

// prettier-ignore
rows('4.5 History', [
  row('4.5 now - then is the default; of two equally near the earlier',
    [history('ago: 10s, tolerance: 5s, operator: eq, value: 4')], ['0 v=1', '10 v=2', '15 v=5'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 OK after UNKNOWN 1/0', '15 CRITICAL after OK 1/1']),
  row('4.5 the nearest, be it after the moment', [history('ago: 10s, tolerance: 5s, operator: eq, value: 3')],
    ['0 v=1', '9 v=2', '15 v=5'],
    ['0 UNKNOWN after UNKNOWN 1/1', '9 OK after UNKNOWN 1/0', '15 CRITICAL after OK 1/1']),
  row('4.5 a tolerance exactly met is met', [history('ago: 10s, tolerance: 5s, operator: eq, value: 4')],
    ['0 v=1', '15 v=5'], ['0 UNKNOWN after UNKNOWN 1/1', '15 CRITICAL after UNKNOWN 1/2']),
  row('4.5 farther away than the tolerance: undetermined',
    [history('ago: 10s, tolerance: 5s, operator: eq, value: 4')], ['0 v=1', '15.001 v=5'],
    ['0 UNKNOWN after UNKNOWN 1/1', '15.001 UNKNOWN after UNKNOWN 2/2']),
  row('4.5 the tolerance is the interval by default', [history('ago: 30s, operator: eq, value: 4')],
    ['0 v=1', '40 v=5'], ['0 UNKNOWN after UNKNOWN 1/1', '40 CRITICAL after UNKNOWN 1/2']),
  row('4.5 and no more than the interval', [history('ago: 30s, operator: eq, value: 4')], ['0 v=1', '40.001 v=5'],
    ['0 UNKNOWN after UNKNOWN 1/1', '40.001 UNKNOWN after UNKNOWN 2/2']),
  row('4.5 a Result is not its own reference', [history('ago: 1s, tolerance: 5s, operator: eq, value: 0')],
    ['0 v=1', '10 v=1'], unknowns(0, 10)),
  row('4.5 tolerance 0 wants the very moment', [history('ago: 10s, tolerance: 0, operator: eq, value: 0')],
    ['0 v=1', '10 v=1', '20.001 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 CRITICAL after UNKNOWN 1/2', '20.001 UNKNOWN after CRITICAL 1/3']),
  row('4.5 ratio is now / then', [history('ago: 10s, compare: ratio, operator: eq, value: 0.5')],
    ['0 v=4', '10 v=2'], ['0 UNKNOWN after UNKNOWN 1/1', '10 CRITICAL after UNKNOWN 1/2']),
  row('4.5 change is (now - then) / |then|',
    [history('ago: 10s, tolerance: 0, compare: change, operator: eq, value: 0.5')],
    ['0 v=-2', '10 v=-1', '20 v=-2'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 CRITICAL after UNKNOWN 1/2', '20 OK after CRITICAL 1/0']),
  ...['ratio', 'change'].map((compare) =>
    row(
      `4.5 then 0 with ${compare}: undetermined`,
      [history(`ago: 10s, compare: ${compare}, operator: ne, value: 1`)],
      ['0 v=0', '10 v=5'],
      unknowns(0, 10),
    ),
  ),
  row('4.5 then 0 with difference is a number like others', [history('ago: 10s, operator: eq, value: 5')],
    ['0 v=0', '10 v=5'], ['0 UNKNOWN after UNKNOWN 1/1', '10 CRITICAL after UNKNOWN 1/2']),
  row('4.5 the nearest sample is the reference, be it no number',
    [history('ago: 10s, tolerance: 5s, operator: eq, value: 0')], ['0 v=1', '5 v="x"', '15 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '5 UNKNOWN after UNKNOWN 2/2', '15 UNKNOWN after UNKNOWN 3/3']),
  row('4.5 results without the field are no samples of it',
    [history('ago: 10s, tolerance: 5s, operator: eq, value: 0')], ['0 v=1', '5 w=1', '14 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '5 UNKNOWN after UNKNOWN 2/2', '14 CRITICAL after UNKNOWN 1/3']),
  row('4.5 same compares strings', [history('ago: 10s, tolerance: 0, compare: same, operator: ne')],
    ['0 v="a"', '10 v="b"', '20 v="b"'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 CRITICAL after UNKNOWN 1/2', '20 OK after CRITICAL 1/0']),
  row('4.5 same compares booleans', [history('ago: 10s, tolerance: 0, compare: same, operator: eq')],
    ['0 v=true', '10 v=true', '20 v=false'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 CRITICAL after UNKNOWN 1/2', '20 OK after CRITICAL 1/0']),
  row('4.5 same is exact above 2^53, and an int may equal a float',
    [history('ago: 10s, tolerance: 0, compare: same, operator: eq')],
    ['0 v=9007199254740993', '10 v=9007199254740992', '20 v=9007199254740992.0'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 OK after UNKNOWN 1/0', '20 CRITICAL after OK 1/1']),
  row('4.5 same of two types: undetermined', [history('ago: 10s, tolerance: 0, compare: same, operator: ne')],
    ['0 v="1"', '10 v=1', '20 v=true'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 UNKNOWN after UNKNOWN 2/2', '20 UNKNOWN after UNKNOWN 3/3']),
  row('4.5 the current value absent: undetermined', [history('ago: 10s, operator: eq, value: 0')], ['0 v=1', '10'],
    unknowns(0, 10)),
]);

// prettier-ignore
rows('4.6 Confirmation', [
  row('4.6 worse: taken over when the last N were all worse; it is then the newest', [limits, confirm('worse: 2')],
    ['0 v=1', '10 v=3', '20 v=2'], ['0 OK after UNKNOWN 1/0', '20 WARNING after OK 1/1']),
  row('4.6 worse: one that is not worse breaks the row', [limits, confirm('worse: 2')],
    ['0 v=1', '10 v=3', '20 v=1', '30 v=3', '40 v=1'], ['0 OK after UNKNOWN 1/0']),
  row('4.6 every evaluation, taken over or not, is one occurrence of what stands', [limits, confirm('worse: 2')],
    ['0 v=2', '10 v=3', '20 v=3'],
    ['0 WARNING after UNKNOWN 1/1', '10 WARNING after WARNING 2/2', '20 CRITICAL after WARNING 1/3']),
  row('4.6 worse is told from the present State: WARNING then CRITICAL again needs N of its own',
    [limits, confirm('worse: 2')], ['0 v=1', '10 v=2', '20 v=2', '30 v=3', '40 v=3'],
    ['0 OK after UNKNOWN 1/0', '20 WARNING after OK 1/1', '30 WARNING after WARNING 2/2',
      '40 CRITICAL after WARNING 1/3']),
  row('4.6 better likewise', [limits, confirm('better: 2')], ['0 v=3', '10 v=1', '20 v=2', '30 v=1', '40 v=1'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 CRITICAL after CRITICAL 2/2', '20 WARNING after CRITICAL 1/3',
      '30 WARNING after WARNING 2/4', '40 OK after WARNING 1/0']),
  row('4.6 better: one that is worse breaks the row', [limits, confirm('better: 2')],
    ['0 v=2', '10 v=1', '20 v=3', '30 v=1'],
    ['0 WARNING after UNKNOWN 1/1', '10 WARNING after WARNING 2/2', '20 CRITICAL after WARNING 1/3',
      '30 CRITICAL after CRITICAL 2/4']),
  row('4.6 UNKNOWN is confirmed like others: worse than OK', [limits, confirm('worse: 2')], ['0 v=1', '10', '20'],
    ['0 OK after UNKNOWN 1/0', '20 UNKNOWN after OK 1/1']),
  row('4.6 MISSING_DATA is taken over at once', [limits, confirm('worse: 3'), minute], ['0 v=1'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1'], { until: 60 }),
  row('4.6 MISSING_DATA is taken over from CRITICAL at once', [limits, confirm('better: 3'), minute], ['0 v=3'],
    ['0 CRITICAL after UNKNOWN 1/1', '60 MISSING_DATA after CRITICAL 1/2'], { until: 60 }),
  row('4.6 ERROR is taken over at once', [limits, confirm('worse: 3, better: 3')], ['0 v=1', '10 error'],
    ['0 OK after UNKNOWN 1/0', '10 ERROR after OK 1/1']),
  row('4.6 ERROR is taken over from CRITICAL at once', [limits, confirm('worse: 3, better: 3')],
    ['0 v=3', '10 error'], ['0 CRITICAL after UNKNOWN 1/1', '10 ERROR after CRITICAL 1/2']),
  row('4.6 confirm.error: N in a row', [limits, confirm('error: 2')],
    ['0 v=1', '10 error', '20 v=1', '30 error', '40 error'], ['0 OK after UNKNOWN 1/0', '40 ERROR after OK 1/1']),
  row('4.6 out of ERROR the next is taken over at once', [limits, confirm('worse: 3, better: 3')],
    ['0 error', '10 v=1', '20 error', '30 v=3'],
    ['0 ERROR after UNKNOWN 1/1', '10 OK after ERROR 1/0', '20 ERROR after OK 1/1', '30 CRITICAL after ERROR 1/2']),
  row('4.6 out of UNKNOWN the next is taken over at once, be it an error', [limits, confirm('worse: 3, error: 3')],
    ['0 error', '10', '20 error'],
    ['0 ERROR after UNKNOWN 1/1', '10 UNKNOWN after ERROR 1/2', '20 ERROR after UNKNOWN 1/3']),
  row('4.6 out of MISSING_DATA the next is taken over at once', [limits, confirm('worse: 3'), minute],
    ['0 v=1', '70 v=3'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1', '70 CRITICAL after MISSING_DATA 1/2']),
  row('4.6 for worse, errors before count as the ERROR they are worth', [limits, confirm('worse: 2, error: 3')],
    ['0 v=1', '10 error', '20 v=2'], ['0 OK after UNKNOWN 1/0', '20 WARNING after OK 1/1']),
  row('4.6 for better too: ERROR is better than CRITICAL', [limits, confirm('better: 2, error: 3')],
    ['0 v=3', '10 error', '20 v=1'],
    ['0 CRITICAL after UNKNOWN 1/1', '10 CRITICAL after CRITICAL 2/2', '20 OK after CRITICAL 1/0']),
  row('4.6 an error counts for confirm.error alone', [limits, confirm('worse: 2, error: 3')],
    ['0 v=1', '10 v=2', '20 error', '30 error', '40 error'], ['0 OK after UNKNOWN 1/0', '40 ERROR after OK 1/1']),
  row('4.6 late and duplicate results are no evaluations', [limits, confirm('worse: 2')],
    ['0 v=1', '10 v=2', '10 v=2', '5 v=2'], ['0 OK after UNKNOWN 1/0']),
]);

// prettier-ignore
rows('4.7 Missing Data', [
  row('4.7 the deadline is missingAfter after the arrival, --until included', [limits, minute], ['0 v=1'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1'], { until: 60 }),
  row('4.7 and not before', [limits, minute], ['0 v=1'], ['0 OK after UNKNOWN 1/0'], { until: 59.999 }),
  row('2 missingAfter is three intervals by default', [limits, 'interval: 20s # no missingAfter'], ['0 v=1'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1'], { until: 60 }),
  row('4.7 one more occurrence every further missingAfter', [limits, minute], ['0 v=1'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1', '120 MISSING_DATA after MISSING_DATA 2/2',
      '180 MISSING_DATA after MISSING_DATA 3/3'], { until: 180 }),
  row('4.7 an arrival at the deadline itself is in time', [limits, minute], ['0 v=1', '60 v=1'],
    ['0 OK after UNKNOWN 1/0'], { until: 119.999 }),
  row('4.7 an arrival after the deadline is not', [limits, minute], ['0 v=1', '60.001 v=1'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1', '60.001 OK after MISSING_DATA 1/0']),
  row('4.7 the arrival counts, not the timestamp', [limits, minute], ['0 v=1', '10 v=1 @60'],
    ['0 OK after UNKNOWN 1/0', '120 MISSING_DATA after OK 1/1'], { until: 120 }),
  row('4.7 a timestamp ahead of the clock does not help', [limits, minute], ['0 v=1', '100 v=1 @10'],
    ['0 OK after UNKNOWN 1/0', '70 MISSING_DATA after OK 1/1'], { until: 70 }),
  row('4.7 a late result is an arrival', [limits, minute], ['0 v=1', '50 v=1', '20 v=1 @70'],
    ['0 OK after UNKNOWN 1/0', '130 MISSING_DATA after OK 1/1'], { until: 130 }),
  row('4.7 a duplicate is an arrival', [limits, minute], ['0 v=1', '0 v=1 @40'],
    ['0 OK after UNKNOWN 1/0', '100 MISSING_DATA after OK 1/1'], { until: 100 }),
  row('4.7 a dead-lettered result is no arrival', [limits, minute], ['0 v=1', '401 v=1 @50'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1'], { until: 60 }),
  row('4.7 before any arrival, after the Check was configured; 7 at the first line', [limits, minute],
    ['5 v=1', '50 v=1'], ['5 OK after UNKNOWN 1/0', 'b 65 MISSING_DATA after UNKNOWN 1/1'],
    { until: 65, other: [minute] }),
  row('7 the first line may be of a Check that is not configured', [limits, minute], ['5 v=1 #stranger'],
    ['65 MISSING_DATA after UNKNOWN 1/1'], { until: 65 }),
  row('9.8 a late result moves the deadline while the State stays MISSING_DATA', [limits, minute],
    ['10 v=1 @0', '5 v=1 @90'],
    ['10 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1', '150 MISSING_DATA after MISSING_DATA 2/2'],
    { until: 150 }),
  row('4.7 what a spool brings is decided when it arrives, with its own timestamp', [limits, minute],
    ['0 v=1', '10 v=2 @100', '20 v=1 @100'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1', '10 WARNING after MISSING_DATA 1/2',
      '20 OK after WARNING 1/0']),
  row('4.7 the last deadline before an arrival at a deadline is the one before', [limits, minute],
    ['0 v=1', '120 v=1'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1', '120 OK after MISSING_DATA 1/0']),
]);

// prettier-ignore
rows('4.8 to 4.10 Order, beginning, what is published', [
  row('4.9 before the first evaluation a Check is UNKNOWN; UNKNOWN again is an occurrence', [limits],
    ['0', '10', '20 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 UNKNOWN after UNKNOWN 2/2', '20 OK after UNKNOWN 1/0']),
  row('4.10 an OK that repeats publishes nothing, others do', [limits], ['0 v=1', '10 v=1', '20 v=2', '30 v=2'],
    ['0 OK after UNKNOWN 1/0', '20 WARNING after OK 1/1', '30 WARNING after WARNING 2/2']),
  row('4.10 occurrences count one State, problemOccurrences all that are not OK', [limits],
    ['0 v=2', '10 v=3', '20 v=3', '30', '40 v=1', '50 v=2'],
    ['0 WARNING after UNKNOWN 1/1', '10 CRITICAL after WARNING 1/2', '20 CRITICAL after CRITICAL 2/3',
      '30 UNKNOWN after CRITICAL 1/4', '40 OK after UNKNOWN 1/0', '50 WARNING after OK 1/1']),
  row('4.8 UNKNOWN is better than WARNING: two evaluations with better 2', [limits, confirm('better: 2')],
    ['0 v=2', '10', '20'],
    ['0 WARNING after UNKNOWN 1/1', '10 WARNING after WARNING 2/2', '20 UNKNOWN after WARNING 1/3']),
]);

// prettier-ignore
rows('5.1 change', [
  row('5.1 fires when the State differs, resolves at OK; 5.4 one episode until then', [limits, alerts(any)],
    ['0 v=1', '10 v=2', '20 v=2', '30 v=3', '40 v=1', '50 v=2'],
    ['0 OK after UNKNOWN 1/0', '10 WARNING after OK 1/1', '10 any firing WARNING #1',
      '20 WARNING after WARNING 2/2', '30 CRITICAL after WARNING 1/3', '30 any firing CRITICAL #1',
      '40 OK after CRITICAL 1/0', '40 any resolved OK #1', '50 WARNING after OK 1/1', '50 any firing WARNING #2']),
  row('5.1 UNKNOWN at first does not differ; from OK to UNKNOWN does', [limits, alerts(any)], ['0', '10 v=1', '20'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 OK after UNKNOWN 1/0', '20 UNKNOWN after OK 1/1',
      '20 any firing UNKNOWN #1']),
  row('5.1 onlyWorse: only if worse than the previous one; resolves all the same', [limits, alerts(worse)],
    ['0 v=3', '10 v=2', '20 v=3', '30 v=1'],
    ['0 CRITICAL after UNKNOWN 1/1', '0 worse firing CRITICAL #1', '10 WARNING after CRITICAL 1/2',
      '20 CRITICAL after WARNING 1/3', '20 worse firing CRITICAL #1', '30 OK after CRITICAL 1/0',
      '30 worse resolved OK #1']),
  row('9.8 CRITICAL to ERROR is better, so onlyWorse is silent', [limits, alerts(worse)],
    ['0 v=1', '10 v=3', '20 error', '30 v=2'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 worse firing CRITICAL #1',
      '20 ERROR after CRITICAL 1/2', '30 WARNING after ERROR 1/3']),
  row('5.1 MISSING_DATA is worse than WARNING, ERROR worse than that', [limits, alerts(worse), minute],
    ['0 v=2', '70 error'],
    ['0 WARNING after UNKNOWN 1/1', '0 worse firing WARNING #1', '60 MISSING_DATA after WARNING 1/2',
      '60 worse firing MISSING_DATA #1', '70 ERROR after MISSING_DATA 1/3', '70 worse firing ERROR #1']),
  row('5.1 to OK with no episode open: none', [limits, alerts(worse)], ['0', '10 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 OK after UNKNOWN 1/0']),
]);

const lasting = (rest: string) => alerts(`{ name: lasting, type: recurrence, ${rest} }`);
const warnings = (...times: number[]) =>
  times.map((t, i) => `${t} WARNING after ${i === 0 ? 'UNKNOWN' : 'WARNING'} ${i + 1}/${i + 1}`);

// prettier-ignore
rows('5.2 recurrence', [
  row('5.2 fires at occurrence moreThan + 1, and not again', [limits, lasting('moreThan: 2')],
    ['0 v=2', '10 v=2', '20 v=2', '30 v=2'],
    [...warnings(0, 10, 20), '20 lasting firing WARNING #1', '30 WARNING after WARNING 4/4']),
  row('5.2 moreThan 0 fires at the first', [limits, lasting('moreThan: 0')], ['0 v=2', '10 v=2'],
    ['0 WARNING after UNKNOWN 1/1', '0 lasting firing WARNING #1', '10 WARNING after WARNING 2/2']),
  row('5.2 again every repeatEvery occurrences', [limits, lasting('moreThan: 1, repeatEvery: 2')],
    ['0 v=2', '10 v=2', '20 v=2', '30 v=2', '40 v=2', '50 v=2'],
    ['0 WARNING after UNKNOWN 1/1', '10 WARNING after WARNING 2/2', '10 lasting firing WARNING #1',
      '20 WARNING after WARNING 3/3', '30 WARNING after WARNING 4/4', '30 lasting firing WARNING #1',
      '40 WARNING after WARNING 5/5', '50 WARNING after WARNING 6/6', '50 lasting firing WARNING #1']),
  row('5.2 not-ok counts over changes of State', [limits, lasting('moreThan: 2')],
    ['0 v=2', '10 v=3', '20', '30 v=2'],
    ['0 WARNING after UNKNOWN 1/1', '10 CRITICAL after WARNING 1/2', '20 UNKNOWN after CRITICAL 1/3',
      '20 lasting firing UNKNOWN #1', '30 WARNING after UNKNOWN 1/4']),
  row('5.2 same-state counts one State, and may fire again in the same episode',
    [limits, lasting('moreThan: 1, counts: same-state')],
    ['0 v=2', '10 v=2', '20 v=3', '30 v=3', '40 v=1', '50 v=2', '60 v=2'],
    ['0 WARNING after UNKNOWN 1/1', '10 WARNING after WARNING 2/2', '10 lasting firing WARNING #1',
      '20 CRITICAL after WARNING 1/3', '30 CRITICAL after CRITICAL 2/4', '30 lasting firing CRITICAL #1',
      '40 OK after CRITICAL 1/0', '40 lasting resolved OK #1', '50 WARNING after OK 1/1',
      '60 WARNING after WARNING 2/2', '60 lasting firing WARNING #2']),
  row('5.2 resolved only if it had fired', [limits, lasting('moreThan: 2')], ['0 v=2', '10 v=2', '20 v=1'],
    ['0 WARNING after UNKNOWN 1/1', '10 WARNING after WARNING 2/2', '20 OK after WARNING 1/0']),
  row('5.2 MISSING_DATA occurrences count', [limits, minute, lasting('moreThan: 1')], ['0 v=1'],
    ['0 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1', '120 MISSING_DATA after MISSING_DATA 2/2',
      '120 lasting firing MISSING_DATA #1'], { until: 120 }),
  row('5.2 evaluations that confirmation held back count', [limits, confirm('better: 3'), lasting('moreThan: 2')],
    ['0 v=2', '10 v=1', '20 v=1', '30 v=1'],
    ['0 WARNING after UNKNOWN 1/1', '10 WARNING after WARNING 2/2', '20 WARNING after WARNING 3/3',
      '20 lasting firing WARNING #1', '30 OK after WARNING 1/0', '30 lasting resolved OK #1']),
  row('5.2 a rule may be called anything', [limits, alerts('{ name: constructor, type: recurrence, moreThan: 1 }')],
    ['0 v=2', '10 v=1'], ['0 WARNING after UNKNOWN 1/1', '10 OK after WARNING 1/0']),
]);

/** Changes at 10, 20, 30 (the first move, to OK at 0, is no change): `flap` begins at 30. */
const flapping = ['0 v=1', '10 v=3', '20 v=1', '30 v=3'];
const flapped = (...begin: string[]) => [
  '0 OK after UNKNOWN 1/0',
  '10 CRITICAL after OK 1/1',
  '20 OK after CRITICAL 1/0',
  '30 CRITICAL after OK 1/1',
  ...begin,
];
const begun = '30 flap firing CRITICAL #1';

// prettier-ignore
rows('5.3 flap', [
  row('5.3 more than moreThan changes within; the very first move to OK is none', [limits, alerts(flap)], flapping,
    flapped(begun)),
  row('5.3 a first move to another State is one', [limits, alerts(flap)], ['0 v=2', '10 v=1', '20 v=2'],
    ['0 WARNING after UNKNOWN 1/1', '10 OK after WARNING 1/0', '20 WARNING after OK 1/1',
      '20 flap firing WARNING #1']),
  row('5.3 the very first move is the first that moves: UNKNOWN at first is none', [limits, alerts(flap)],
    ['0', '10 v=1', '20 v=2', '30 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 OK after UNKNOWN 1/0', '20 WARNING after OK 1/1',
      '30 OK after WARNING 1/0']),
  row('5.3 a change exactly within ago has left the window',
    [limits, alerts('{ name: flap, type: flap, moreThan: 2, within: 20s }')], flapping, flapped()),
  row('5.3 a change less than within ago is in it',
    [limits, alerts('{ name: flap, type: flap, moreThan: 2, within: 20s }')],
    ['0 v=1', '10.001 v=3', '20 v=1', '30 v=3'],
    ['0 OK after UNKNOWN 1/0', '10.001 CRITICAL after OK 1/1', '20 OK after CRITICAL 1/0',
      '30 CRITICAL after OK 1/1', begun]),
  row('5.3 ends within after the (settle + 1)-th newest change; settle is half of moreThan; --until included',
    [limits, alerts(flap)], flapping, flapped(begun, '80 flap resolved CRITICAL #1'), { until: 80 }),
  row('5.3 and not before', [limits, alerts(flap)], flapping, flapped(begun), { until: 79.999 }),
  row('5.3 settle 0: within after the newest change',
    [limits, alerts('{ name: flap, type: flap, moreThan: 2, within: 60s, settle: 0 }')], flapping,
    flapped(begun, '90 flap resolved CRITICAL #1'), { until: 90 }),
  row('5.3 the default of settle is rounded down: moreThan 1 has 0',
    [limits, alerts('{ name: flap, type: flap, moreThan: 1, within: 60s }')], ['0 v=1', '10 v=2', '20 v=3'],
    ['0 OK after UNKNOWN 1/0', '10 WARNING after OK 1/1', '20 CRITICAL after WARNING 1/2',
      '20 flap firing CRITICAL #1', '80 flap resolved CRITICAL #1'], { until: 80 }),
  row('5.3 changes while it lasts move the end', [limits, alerts(flap)], [...flapping, '40 v=1'],
    flapped(begun, '40 OK after CRITICAL 1/0', '90 flap resolved OK #1'), { until: 200 }),
  row('5.3 it fires once, and again in a new episode',
    [limits, alerts('{ name: flap, type: flap, moreThan: 1, within: 15s }')],
    ['0 v=1', '10 v=2', '20 v=1', '30 v=2', '60 v=1', '70 v=2'],
    ['0 OK after UNKNOWN 1/0', '10 WARNING after OK 1/1', '20 OK after WARNING 1/0', '20 flap firing OK #1',
      '30 WARNING after OK 1/1', '45 flap resolved WARNING #1', '60 OK after WARNING 1/0',
      '70 WARNING after OK 1/1', '70 flap firing WARNING #2']),
  row('5.3 an end comes before a State record of that timestamp, whose alert is not held',
    [limits, alerts(flap, any)], [...flapping, '80 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2',
      '80 flap resolved CRITICAL #1', '80 OK after CRITICAL 1/0', '80 any resolved OK #2']),
  row('5.3 a State record one ms earlier is still held', [limits, alerts(flap, any)], [...flapping, '79.999 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2',
      '79.999 OK after CRITICAL 1/0', '90 flap resolved OK #1', '90 any resolved OK #2'], { until: 90 }),
  row('5.3 the clock of arrivals ends a flap before an older record that arrives then; that one may start the next',
    [limits, alerts(flap, any)], [...flapping, '70 v=1 @80'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2',
      '80 flap resolved CRITICAL #1', '70 OK after CRITICAL 1/0', '70 flap firing OK #2']),
  row('5.3 the clock of arrivals is that of all Checks', [limits, alerts(flap)], [...flapping, '85 v=1 #b'],
    flapped(begun, '80 flap resolved CRITICAL #1', 'b 85 OK after UNKNOWN 1/0'), { other: [limits] }),
  row('5.3 a State record ahead of the clock ends a flap too', [limits, alerts(flap)], [...flapping, '80 v=3 @40'],
    flapped(begun, '80 flap resolved CRITICAL #1', '80 CRITICAL after CRITICAL 2/2')),
  row('5.3 an OK that repeats is no State record and ends none before its time', [limits, alerts(flap)],
    [...flapping, '40 v=1', '95 v=1 @50'], flapped(begun, '40 OK after CRITICAL 1/0')),
  row('5.3 holds change alerts but the first move to CRITICAL, that of the record that started it included',
    [limits, alerts(flap, any)], [...flapping, '40 v=1', '50 v=3'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2',
      '40 OK after CRITICAL 1/0', '50 CRITICAL after OK 1/1', '100 flap resolved CRITICAL #1'], { until: 300 }),
  row('5.3 the first move to CRITICAL may come later in the flap', [limits, alerts(flap, any)],
    ['0 v=2', '10 v=1', '20 v=2', '30 v=3', '40 v=2', '50 v=3'],
    ['0 WARNING after UNKNOWN 1/1', '0 any firing WARNING #1', '10 OK after WARNING 1/0', '10 any resolved OK #1',
      '20 WARNING after OK 1/1', '20 flap firing WARNING #1', '30 CRITICAL after WARNING 1/2',
      '30 any firing CRITICAL #2', '40 WARNING after CRITICAL 1/3', '50 CRITICAL after WARNING 1/4']),
  row('5.3 at the end OK is told by a resolved Alert if the episode is open', [limits, alerts(flap, any)],
    [...flapping, '40 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2',
      '40 OK after CRITICAL 1/0', '90 flap resolved OK #1', '90 any resolved OK #2'], { until: 300 }),
  row('5.3 at the end another State is told by a firing one; onlyWorse only if worse than the one told last',
    [limits, alerts(flap, any, worse)], [...flapping, '40 v=2'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1',
      '10 worse firing CRITICAL #1', '20 OK after CRITICAL 1/0', '20 any resolved OK #1', '20 worse resolved OK #1',
      '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2', '30 worse firing CRITICAL #2',
      '40 WARNING after CRITICAL 1/2', '90 flap resolved WARNING #1', '90 any firing WARNING #2'], { until: 300 }),
  row('5.3 what was told last counts, what was held does not; nothing told counts as OK',
    [limits, alerts(flap, worse)], ['0', '10 v=1', '20', '30 v=1', '40 v=2'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 OK after UNKNOWN 1/0', '20 UNKNOWN after OK 1/1',
      '20 worse firing UNKNOWN #1', '30 OK after UNKNOWN 1/0', '30 worse resolved OK #1', '40 WARNING after OK 1/1',
      '40 flap firing WARNING #1', '90 flap resolved WARNING #1', '90 worse firing WARNING #2'], { until: 300 }),
  row('5.3 at the end OK with nothing told is not told',
    [limits, alerts('{ name: flap, type: flap, moreThan: 1, within: 60s }', any)],
    ['0', '10 v=1', '20 v=2', '30 v=1'],
    ['0 UNKNOWN after UNKNOWN 1/1', '10 OK after UNKNOWN 1/0', '20 WARNING after OK 1/1',
      '20 any firing WARNING #1', '30 OK after WARNING 1/0', '30 flap firing OK #1', '90 flap resolved OK #1',
      '90 any resolved OK #1'], { until: 300 }),
  row('5.3 holdChanges false holds nothing and tells nothing at the end',
    [limits, alerts('{ name: flap, type: flap, moreThan: 2, within: 60s, holdChanges: false }', any)],
    [...flapping, '40 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2',
      '40 OK after CRITICAL 1/0', '40 any resolved OK #2', '90 flap resolved OK #1'], { until: 300 }),
  row('5.3 of several flaps that hold the end of the last tells',
    [limits, alerts(flap, '{ name: longer, type: flap, moreThan: 2, within: 120s }', any)], [...flapping, '40 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 longer firing CRITICAL #1',
      '30 any firing CRITICAL #2', '40 OK after CRITICAL 1/0', '90 flap resolved OK #1',
      '150 longer resolved OK #1', '150 any resolved OK #2'], { until: 300 }),
  row('5.3 of several flaps only those that hold count',
    [limits, alerts(flap, '{ name: longer, type: flap, moreThan: 2, within: 120s, holdChanges: false }', any)],
    [...flapping, '40 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 longer firing CRITICAL #1',
      '30 any firing CRITICAL #2', '40 OK after CRITICAL 1/0', '90 flap resolved OK #1', '90 any resolved OK #2',
      '150 longer resolved OK #1'], { until: 300 }),
  row('5.4 recurrence is never held', [limits, alerts(flap, '{ name: lasting, type: recurrence, moreThan: 0 }')],
    [...flapping, '40 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 lasting firing CRITICAL #1',
      '20 OK after CRITICAL 1/0', '20 lasting resolved OK #1', '30 CRITICAL after OK 1/1', begun,
      '30 lasting firing CRITICAL #2', '40 OK after CRITICAL 1/0', '40 lasting resolved OK #2']),
  row('5.4 an episode stays open over what a flap held', [limits, alerts(flap, any)],
    [...flapping, '40 v=1', '50 v=3', '200 v=2'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1', '10 any firing CRITICAL #1', '20 OK after CRITICAL 1/0',
      '20 any resolved OK #1', '30 CRITICAL after OK 1/1', begun, '30 any firing CRITICAL #2',
      '40 OK after CRITICAL 1/0', '50 CRITICAL after OK 1/1', '100 flap resolved CRITICAL #1',
      '200 WARNING after CRITICAL 1/2', '200 any firing WARNING #2']),
  row('9.5 only a record that changes the State starts a flap, also where a spool brings old news',
    [limits, minute, alerts('{ name: flap, type: flap, moreThan: 1, within: 100s }')],
    ['0 error', '30 v=2 @300', '40 v=2 @300'],
    ['0 ERROR after UNKNOWN 1/1', '60 MISSING_DATA after ERROR 1/2', '60 flap firing MISSING_DATA #1',
      '120 MISSING_DATA after MISSING_DATA 2/3', '160 flap resolved MISSING_DATA #1',
      '180 MISSING_DATA after MISSING_DATA 3/4', '240 MISSING_DATA after MISSING_DATA 4/5',
      '30 WARNING after MISSING_DATA 1/6', '30 flap firing WARNING #2', '160 flap resolved WARNING #2',
      '40 WARNING after WARNING 2/7']),
  row('9.5 two episodes of one rule that begin at one timestamp are two',
    [limits, minute, alerts('{ name: flap, type: flap, moreThan: 1, within: 150s }')], ['0 v=3', '60 v=2 @300'],
    ['0 CRITICAL after UNKNOWN 1/1', '60 MISSING_DATA after CRITICAL 1/2', '60 flap firing MISSING_DATA #1',
      '120 MISSING_DATA after MISSING_DATA 2/3', '180 MISSING_DATA after MISSING_DATA 3/4',
      '210 flap resolved MISSING_DATA #1', '240 MISSING_DATA after MISSING_DATA 4/5',
      '60 WARNING after MISSING_DATA 1/6', '60 flap firing WARNING #2', '210 flap resolved WARNING #2']),
  row('9.6 in one decision flap, change and recurrence, in whatever order the rules stand',
    [limits, alerts('{ name: lasting, type: recurrence, moreThan: 0 }', any, '{ name: flap, type: flap, moreThan: 1, within: 60s }')],
    ['0 v=1', '10 v=2', '20 v=3'],
    ['0 OK after UNKNOWN 1/0', '10 WARNING after OK 1/1', '10 any firing WARNING #1', '10 lasting firing WARNING #1',
      '20 CRITICAL after WARNING 1/2', '20 flap firing CRITICAL #1', '20 any firing CRITICAL #1']),
  row('5.3 a flap rule may be called anything',
    [limits, alerts('{ name: constructor, type: flap, moreThan: 2, within: 60s }', any)],
    ['0 v=1', '10 v=2', '20 v=1'],
    ['0 OK after UNKNOWN 1/0', '10 WARNING after OK 1/1', '10 any firing WARNING #1', '20 OK after WARNING 1/0',
      '20 any resolved OK #1']),
]);

const json = (rest: string, check = ids.a) => `{"check":"${check}",${rest}}`;

// prettier-ignore
rows('7 Simulation', [
  row('7 a line without arrival arrives at the newest timestamp so far', [limits, minute],
    ['0 v=1', '50 v=1', '20 v=1'], ['0 OK after UNKNOWN 1/0', '110 MISSING_DATA after OK 1/1'], { until: 110 }),
  row('7 the newest timestamp is that of all Checks', [limits, minute], ['0 v=1', '50 v=1 #b', '20 v=1'],
    ['0 OK after UNKNOWN 1/0', 'b 50 OK after UNKNOWN 1/0', '110 MISSING_DATA after OK 1/1'],
    { until: 110, other: [limits] }),
  row('7 a line never arrives before the line above it', [limits, minute], ['0 v=1 @30', '10 v=1 @20'],
    ['0 OK after UNKNOWN 1/0', '90 MISSING_DATA after OK 1/1'], { until: 90 }),
  row('7 the timestamps of dead-lettered lines are left out', [limits, minute], ['0 v=1', '400 v=1 @10', '20 v=1'],
    ['0 OK after UNKNOWN 1/0', '80 MISSING_DATA after OK 1/1'], { until: 80 }),
  row('7 lines that arrive after --until are not read', [limits], ['0 v=1', '10 v=3'], ['0 OK after UNKNOWN 1/0'],
    { until: 9.999 }),
  row('7 lines that arrive at --until are', [limits], ['0 v=1', '10 v=3'],
    ['0 OK after UNKNOWN 1/0', '10 CRITICAL after OK 1/1'], { until: 10 }),
  row('7 nothing is configured before the first line', [limits, minute], ['100 v=1'], [], { until: 99 }),
  row('7 without --until time ends at the last arrival', [limits, minute], ['0 v=1', '10 v=1 #b', '5 v=1 @70 #b'],
    ['0 OK after UNKNOWN 1/0', 'b 10 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1'], { other: [limits] }),
  row('7 a deadline at the last arrival itself appears too', [limits, minute], ['0 v=1', '60 v=1 #b'],
    ['0 OK after UNKNOWN 1/0', 'b 60 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1'], { other: [limits] }),
  row('7 deadlines of all Checks come before a later line, each at its time', [limits, minute],
    ['0 v=1', '30 v=1 #b', '200 v=1'],
    ['0 OK after UNKNOWN 1/0', 'b 30 OK after UNKNOWN 1/0', '60 MISSING_DATA after OK 1/1',
      'b 80 MISSING_DATA after OK 1/1', '120 MISSING_DATA after MISSING_DATA 2/2',
      'b 130 MISSING_DATA after MISSING_DATA 2/2', '180 MISSING_DATA after MISSING_DATA 3/3',
      'b 180 MISSING_DATA after MISSING_DATA 3/3', '200 OK after MISSING_DATA 1/0'],
    { other: [limits, 'missingAfter: 50s'] }),
  row('7 timestamps are RFC 3339 or ms; 9.7 finer than ms is cut off', [limits],
    [json('"timestamp":"2026-01-01T01:00:00.0019+01:00","metrics":{"v":1}'),
      json(`"timestamp":${start + 10},"metrics":{"v":2}`)],
    ['0.001 OK after UNKNOWN 1/0', '0.01 WARNING after OK 1/1']),
]);

describe('settings of the processors hold for a simulation, too', () => {
  const withSetting = async (name: string, value: string, input: Row) => {
    const environment = jest.replaceProperty(process, 'env', { ...process.env, [name]: value });
    try {
      return await simulate(input);
    } finally {
      environment.restore();
    }
  };

  it('3.2 how far ahead of its arrival a Result may be', async () => {
    const lines = ['0 v=1', '600 v=3 @0', '601 v=1 @0'];
    const { output, errors } = await withSetting(
      'PANTO_CLOCK_AHEAD_LIMIT',
      '10m',
      row('', [limits], lines, []),
    );
    expect(output.map(toShort)).toEqual(['0 OK after UNKNOWN 1/0', '600 CRITICAL after OK 1/1']);
    expect(errors).toContain(
      'results.jsonl:3: clock-ahead: its timestamp is more than 10m ahead of its arrival',
    );
  });

  it('4.8 the order of States', async () => {
    const order = 'OK,UNKNOWN,WARNING,MISSING_DATA,CRITICAL,ERROR';
    const input = row('', [limits, alerts(worse)], ['0 v=3', '10 error'], []);
    const { output } = await withSetting('PANTO_SEVERITY_ORDER', order, input);
    expect(output.filter(({ type }) => type === 'alert').map(({ state }) => state)).toEqual([
      'CRITICAL',
      'ERROR',
    ]);
  });
});

describe('9.7 lines that are bad are named with their number, and the next one is read', () => {
  const ok = json(`"timestamp":${start},"metrics":{"v":1}`);
  it.each([
    ['no JSON', 'v=1'],
    ['not an object', '[1]'],
    ['both metrics and error', json(`"timestamp":${start},"metrics":{"v":3},"error":"x"`)],
    ['neither metrics nor error', json(`"timestamp":${start}`)],
    ['a metric that is null', json(`"timestamp":${start},"metrics":{"v":null}`)],
    ['an error that is null', json(`"timestamp":${start},"metrics":{"v":3},"error":null`)],
    ['an arrival that is null', json(`"timestamp":${start},"metrics":{"v":3},"arrival":null`)],
    ['an int beyond 64 bits', json(`"timestamp":${start},"metrics":{"v":9223372036854775808}`)],
    ['no timestamp', json('"metrics":{"v":3}')],
    ['a timestamp beyond RFC 3339', json('"timestamp":8640000000000001,"metrics":{"v":3}')],
    ['no Check', `{"timestamp":${start},"metrics":{"v":3}}`],
  ])('%s', async (_says, bad) => {
    const { output, errors } = await simulate(row('', [limits], ['', bad, ok], []));
    expect(output.map(toShort)).toEqual(['0 OK after UNKNOWN 1/0']);
    expect(errors).toContain('results.jsonl:2:');
  });

  it('all of them, however many there are', async () => {
    const bad = Array.from({ length: 100 }, () => 'v=1');
    const { errors } = await simulate(row('', [limits], [...bad, ok], []));
    const named = [...errors.matchAll(/results\.jsonl:(\d+): this is not JSON/g)].map(([, number]) =>
      Number(number),
    );
    expect(named).toEqual(bad.map((_, index) => index + 1));
  });

  it('but an unknown key makes no line bad', async () => {
    const more = json(`"timestamp":${start},"metrics":{"v":1},"agent":"edge-1"`);
    const { output, errors } = await simulate(row('', [limits], [more], []));
    expect([output.map(toShort), errors]).toEqual([['0 OK after UNKNOWN 1/0'], '']);
  });
});

describe('2, 4.3, 4.5, 5.3 and 9.1: faults of a configuration are named with the line, and nothing runs', () => {
  it.each([
    ['recover equal to value', [threshold('operator: gt, value: 2, recover: 2')]],
    ['recover on the unhealthy side of gt', [threshold('operator: gt, value: 2, recover: 3')]],
    ['recover on the unhealthy side of le', [threshold('operator: le, value: 2, recover: 1')]],
    ['recover with eq', [threshold('operator: eq, value: 2, recover: 1')]],
    ['an ordering of strings', [threshold('operator: lt, value: "a"')]],
    ['an ordering of booleans', [threshold('operator: ge, value: true')]],
    ['match with a number', [threshold('operator: match, value: 1')]],
    ['a bad regular expression', [threshold('operator: match, value: "("')]],
    ['a trend over one value', [trend('last: 1, operator: gt, value: 0')]],
    ['an unknown unit of a slope', [trend('last: 2, per: day, operator: gt, value: 0')]],
    ['same with lt', [history('ago: 10s, compare: same, operator: lt')]],
    ['same with a value', [history('ago: 10s, compare: same, operator: eq, value: 1')]],
    ['a difference without a value', [history('ago: 10s, operator: eq')]],
    [
      'an entry without conditions',
      ['states: [{ name: r, type: threshold, states: [{ state: warning, conditions: [] }] }]'],
    ],
    ['a rule without entries', ['states: [{ name: r, type: threshold, states: [] }]']],
    ['an unknown key', [limits, 'colour: red']],
    ['two rules of the same name', [limits, alerts(any, any)]],
    ['confirm 0', [limits, confirm('worse: 0')]],
    ['repeatEvery 0', [limits, lasting('moreThan: 1, repeatEvery: 0')]],
    ['moreThan 0 of a flap', [limits, alerts('{ name: flap, type: flap, moreThan: 0, within: 60s }')]],
    [
      'settle not below moreThan',
      [limits, alerts('{ name: flap, type: flap, moreThan: 2, within: 60s, settle: 2 }')],
    ],
    ['a duration of 0', [limits, 'missingAfter: 0']],
  ])('%s', async (_says, spec) => {
    const { output, errors } = await simulate(row('', spec, ['0 v=1'], []));
    expect(output).toEqual([]);
    expect(errors).toMatch(/config\.yaml:\d+:\d+/);
  });
});

it('4.10 reasons have rule, field, value, operator, operand and text; a reason of the condition is the text', async () => {
  const condition = 'operator: gt, value: 2, recover: 1, reason: "too much"';
  const { output } = await simulate(row('', [threshold(condition)], ['0 v=3', '10 v=1.5'], []));
  const reason = { rule: 'r', field: 'v', operator: 'gt', text: 'too much' };
  expect(output.map(({ reasons }) => reasons)).toMatchObject([
    [{ ...reason, value: 3, operand: 2 }],
    [{ ...reason, value: 1.5, operand: 1 }],
  ]);
});

it('4.10 reasons of a history have the reference', async () => {
  const { output } = await simulate(
    row('', [history('ago: 10s, compare: ratio, operator: lt, value: 0.5')], ['0 v=9', '10 v=3'], []),
  );
  expect(output[1]?.reasons).toMatchObject([
    { rule: 'r', field: 'v', reference: 9, operator: 'lt', operand: 0.5 },
  ]);
});
