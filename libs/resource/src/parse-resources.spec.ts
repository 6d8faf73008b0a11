import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { formatFault } from './fault';
import { parseResources, type Surrounding } from './parse-resources';
import type { KnownResource } from './resource';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const web: KnownResource = { kind: 'Target', id: uuid(1), name: 'web' };
const edge: KnownResource = { kind: 'Agent', id: uuid(2), name: 'edge' };
const present: readonly KnownResource[] = [web, edge];

function faultsOf(text: string, surrounding: Surrounding = { known: present }): readonly string[] {
  const reading = parseResources([{ file: 'f', text }], surrounding);
  return reading.ok ? [] : reading.faults.map(formatFault);
}

/** A Check with additional keys in its spec, which begin at line 6, column 3. */
const check = (more: string, name = 'c'): string => `kind: Check
metadata: { name: ${name} }
spec:
  target: web
  interval: 30s
${more
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;
const condition = (type: string, text: string): string =>
  check(
    `states:\n  - name: r\n    type: ${type}\n    states:\n      - state: warning\n        conditions:\n          - { field: f, ${text} }`,
  );
/** The line of the condition. */
const at = '12:';

describe('the form of a document', () => {
  it.each([
    ['a document that is text', 'hello', '1:1: a resource is a map'],
    ['no kind', 'metadata: { name: x }', '1:1: kind: missing; it is one of'],
    ['an unknown kind', 'kind: Chek', '1:7: kind: must be'],
    ['no metadata', 'kind: Agent', '1:1: metadata: missing'],
    ['no name', 'kind: Agent\nmetadata: {}', '2:11: metadata.name: missing; it must be text'],
    ['an empty name', 'kind: Agent\nmetadata: { name: "" }', '2:19: metadata.name: must not be empty'],
    [
      'a name on two lines',
      'kind: Agent\nmetadata: { name: "a\\nb" }',
      '2:19: metadata.name: must be on one line',
    ],
    [
      'a name with half a character',
      '{"kind":"Agent",\n"metadata":{"name":"a\\ud83d"}}',
      '2:20: metadata.name: must not contain half a character',
    ],
    [
      'a name that is a number',
      'kind: Agent\nmetadata: { name: 7 }',
      '2:19: metadata.name: must be text, not the number 7; put it in quotes: "7"',
    ],
    ['a bad id', 'kind: Agent\nmetadata: { name: x, id: 12 }', '2:26: metadata.id: must be text'],
    [
      'an id that is not a UUID',
      'kind: Agent\nmetadata: { name: x, id: abc }',
      '2:26: metadata.id: must be a UUID such as',
    ],
    [
      'a label that is a number',
      'kind: Agent\nmetadata: { name: x, labels: { v: 1.5 } }',
      '2:35: metadata.labels.v: must be text, not the number 1.5',
    ],
    [
      'a key of its own',
      'kind: Agent\nmetadata: { name: x }\nstatus: up',
      '3:1: status: unknown key `status`; the keys here are `kind`, `metadata` and `spec`',
    ],
    [
      'a misspelt key',
      'kind: Target\nmetadata: { name: x }\nspec: { adress: y }',
      '3:9: spec.adress: unknown key `adress`; did you mean `address`?',
    ],
    ['no spec where one is needed', 'kind: Target\nmetadata: { name: x }', '1:1: spec: missing'],
    ['an empty spec', 'kind: Target\nmetadata: { name: x }\nspec:', '3:6: spec: is empty'],
    [
      'a channel of an unknown type',
      'kind: Channel\nmetadata: { name: x }\nspec: { type: emial }',
      '3:15: spec.type: must be `email`',
    ],
    [
      'an unknown state, in a route',
      'kind: Route\nmetadata: { name: x }\nspec: { match: { states: [critcal] }, channels: [] }',
      '3:27: spec.match.states[0]: must be',
    ],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringContaining(`f:${fault}`)]);
  });

  it('may have a name that JSON writes as a surrogate pair', () => {
    expect(faultsOf('{"kind":"Agent","metadata":{"name":"a\\ud83d\\ude00"}}')).toEqual([]);
  });
});

describe('what is not YAML', () => {
  it.each([
    ['a tab as indentation', 'kind: Agent\nmetadata:\n\tname: x', '3:1: not YAML: a tab cannot indent'],
    ['a key that appears twice', 'kind: Agent\nkind: Agent', '2:1: not YAML: this key appears here twice'],
    [
      'a key that appears twice in JSON',
      '{"kind": "Agent",\n "kind": "Agent"}',
      '2:2: not YAML: this key appears here twice',
    ],
    ['an open quote', 'kind: "Agent', '1:13: not YAML: a closing quote'],
    ['an unknown tag', 'kind: !env Agent', '1:7: not YAML: unknown tag'],
    ['an alias without an anchor', 'kind: *a', '1:7: no anchor &a stands before'],
    ['a key that is a list', 'kind: Agent\n? [a]\n: b', '2:3: a key must be text'],
    [
      'an attempt to reach the prototype',
      'kind: Agent\n__proto__: { x: 1 }',
      '2:1: `__proto__` cannot be a key',
    ],
    [
      'excessive nesting',
      `kind: ${'['.repeat(100)}${']'.repeat(100)}`,
      '1:71: is nested more than 64 levels deep',
    ],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringContaining(`f:${fault}`)]);
  });

  it('nesting beyond the stack', () => {
    expect(faultsOf('['.repeat(100_000))).toEqual([expect.stringContaining('is nested too deeply')]);
  });

  it('aliases that expand endlessly', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`);
    expect(faultsOf(['a0: &a0 [x]', ...lines].join('\n'))).toEqual([
      expect.stringContaining('aliases expand'),
    ]);
  });
});

describe('a Check', () => {
  it.each([
    [
      'without interval',
      'kind: Check\nmetadata: { name: c }\nspec: { target: web }',
      '3:7: spec.interval: missing; it must be a duration such as 30s',
    ],
    [
      'without target',
      'kind: Check\nmetadata: { name: c }\nspec: { interval: 1s }',
      '3:7: spec.target: missing; it must be text',
    ],
    ['with a bad duration', check('missingAfter: 90x'), '6:17: spec.missingAfter: "90x" is not a duration'],
    [
      'with a duration without unit',
      check('missingAfter: "90"'),
      '6:17: spec.missingAfter: "90" is not a duration: the text has no unit',
    ],
    [
      'with a duration of nothing',
      check('missingAfter: 0'),
      '6:17: spec.missingAfter: 0 s is too short; it must be more than 0',
    ],
    [
      'with a confirmation of 0',
      check('confirm: { worse: 0 }'),
      '6:21: spec.confirm.worse: must be 1 or more, not 0',
    ],
    [
      'with a fractional confirmation',
      check('confirm: { better: 1.5 }'),
      '6:22: spec.confirm.better: must be a whole number, not the number 1.5',
    ],
    [
      'with an unknown confirmation',
      check('confirm: { eror: 1 }'),
      '6:14: spec.confirm.eror: unknown key `eror`; did you mean `error`?',
    ],
    ['for an Agent, without a Probe', check('agent: edge'), '4:3: spec.probe: missing; the Agent must know'],
    [
      'on a missing Target',
      'kind: Check\nmetadata: { name: c }\nspec: { interval: 1s, target: wbe }',
      '3:31: spec.target: there is no Target `wbe`; did you mean `web`?',
    ],
    [
      'on a missing Agent',
      check('agent: nobody\nprobe: http'),
      '6:10: spec.agent: there is no Agent `nobody`; add it',
    ],
    [
      'with a rule of an unknown type',
      check('states: [{ name: r, type: treshold, states: [] }]'),
      '6:29: spec.states[0].type: must be `threshold`, `trend` or `history`, not the text "treshold"; did you mean `threshold`?',
    ],
    [
      'with a rule without entries',
      check('states: [{ name: r, type: trend, states: [] }]'),
      '6:44: spec.states[0].states: must not be an empty list',
    ],
    [
      'with an entry without conditions',
      check('states: [{ name: r, type: trend, states: [{ state: warning, conditions: [] }] }]'),
      '6:75: spec.states[0].states[0].conditions: must not be an empty list',
    ],
    [
      'with an entry for OK',
      check('states: [{ name: r, type: trend, states: [{ state: ok, conditions: [] }] }]'),
      '6:54: spec.states[0].states[0].state: must be `critical` or `warning`, not the text "ok"',
    ],
    [
      'with two state rules of the same name',
      check('states:\n- { name: r, type: trend, states: 1 }\n- { name: r, type: trend, states: 1 }'),
      '8:13: spec.states[1].name: `r` is also the name of rule 1',
    ],
    [
      'with two alert rules of the same name',
      check('alerts:\n- { name: r, type: change }\n- { name: r, type: change }'),
      '8:13: spec.alerts[1].name: `r` is also the name of rule 1',
    ],
    [
      'with a negative recurrence',
      check('alerts: [{ name: r, type: recurrence, moreThan: -1 }]'),
      '6:51: spec.alerts[0].moreThan: must be 0 or more, not -1',
    ],
    [
      'with a repetition of 0',
      check('alerts: [{ name: r, type: recurrence, moreThan: 0, repeatEvery: 0 }]'),
      '6:67: spec.alerts[0].repeatEvery: must be 1 or more',
    ],
    [
      'with a flap of 0',
      check('alerts: [{ name: r, type: flap, moreThan: 0, within: 1m }]'),
      '6:45: spec.alerts[0].moreThan: must be 1 or more',
    ],
    [
      'with a flap whose settle equals its moreThan',
      check('alerts: [{ name: r, type: flap, moreThan: 5, within: 1m, settle: 5 }]'),
      '6:68: spec.alerts[0].settle: must be less than 5',
    ],
    [
      'with a flap without a window',
      check('alerts: [{ name: r, type: flap, moreThan: 5 }]'),
      '6:12: spec.alerts[0].within: missing; it must be a duration',
    ],
    [
      'with an onlyWorse that is not a boolean',
      check('alerts: [{ name: r, type: change, onlyWorse: 1 }]'),
      '6:48: spec.alerts[0].onlyWorse: must be true or false',
    ],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text)).toContainEqual(expect.stringContaining(`f:${fault}`));
  });
});

describe('a condition', () => {
  it.each([
    [
      'threshold',
      'value: 1',
      '12:15: spec.states[0].states[0].conditions[0].operator: missing; it is one of',
    ],
    [
      'threshold',
      'operator: lte, value: 1',
      '12:37: spec.states[0].states[0].conditions[0].operator: must be',
    ],
    ['threshold', 'operator: gt', '12:15: spec.states[0].states[0].conditions[0].value: missing'],
    [
      'threshold',
      'operator: gt, value: [1]',
      '12:48: spec.states[0].states[0].conditions[0].value: must be a finite number, text, true or false, not a list',
    ],
    ['threshold', 'operator: gt, value: .inf', 'conditions[0].value: must be a finite number'],
    [
      'threshold',
      'operator: gt, value: "1"',
      'operator: `gt` does not go with the text "1"; use `eq`, `ne`, `match` or `notmatch`',
    ],
    ['threshold', 'operator: lt, value: true', 'operator: `lt` does not go with true; use `eq` or `ne`'],
    ['threshold', 'operator: match, value: 5', 'operator: `match` does not go with the number 5'],
    [
      'threshold',
      'operator: match, value: "("',
      'value: is not an RE2 regular expression: missing closing )',
    ],
    ['threshold', 'operator: notmatch, value: "a(?=b)"', 'value: is not an RE2 regular expression'],
    ['threshold', 'operator: gt, value: 2, recover: 2.5', 'recover: must be less than 2, the `value`'],
    ['threshold', 'operator: ge, value: 2, recover: 2', 'recover: must be less than 2'],
    ['threshold', 'operator: lt, value: 2, recover: 1', 'recover: must be more than 2'],
    [
      'threshold',
      'operator: gt, value: 9007199254740993, recover: 9007199254740993',
      'recover: must be less than 9007199254740993',
    ],
    [
      'threshold',
      'operator: eq, value: 2, recover: 1',
      'recover: goes only with `lt`, `le`, `ge` or `gt`, not with `eq`',
    ],
    ['threshold', 'operator: eq, value: x, recover: 1', 'recover: goes only with a number as `value`'],
    [
      'threshold',
      'operator: gt, value: 2, recover: "1"',
      'recover: must be a number, not the text "1"; remove the quotes',
    ],
    ['threshold', 'operator: gt, value: 2, last: 5', 'last: unknown key `last`'],
    ['trend', 'operator: gt, value: 2', 'last: missing; it must be a number'],
    ['trend', 'operator: gt, value: 2, last: 1', 'last: must be 2 or more, not 1'],
    [
      'trend',
      'operator: gt, value: 2, last: 2, per: day',
      'per: must be `second`, `minute`, `hour` or `occurrence`',
    ],
    ['trend', 'operator: gt, value: x, last: 2', 'value: must be a number, not the text "x"'],
    ['trend', 'operator: match, value: 1, last: 2', 'operator: `match` does not go with the number 1'],
    ['history', 'operator: gt, value: 2', 'ago: missing; it must be a duration'],
    ['history', 'operator: gt, ago: 24h', 'value: missing; it must be a number'],
    ['history', 'operator: gt, ago: 24h, value: x', 'value: must be a number'],
    [
      'history',
      'operator: gt, ago: 24h, value: 1, tolerance: -1s',
      'tolerance: -1s is too short; it must be 0 or more',
    ],
    [
      'history',
      'operator: gt, ago: 24h, compare: same',
      'operator: must be `eq` or `ne` with `compare: same`',
    ],
    [
      'history',
      'operator: eq, ago: 24h, compare: same, value: 1',
      'value: cannot be combined with `compare: same`',
    ],
    [
      'history',
      'operator: eq, ago: 24h, compare: same, recover: 1',
      'recover: cannot be combined with `compare: same`',
    ],
    [
      'history',
      'operator: gt, ago: 24h, compare: ratio, value: 1, recover: 1',
      'recover: must be less than 1',
    ],
  ])('of a %s rule with %s', (type, text, fault) => {
    const faults = faultsOf(condition(type, text));
    expect(faults).toEqual([expect.stringContaining(fault)]);
    expect(faults[0]).toContain(`f:${at}`);
  });
});

const agent = (name: string, id?: string): string =>
  `kind: Agent\nmetadata: { name: ${name}${id === undefined ? '' : `, id: ${id}`} }`;
const target = (name: string, spec = '{}', id?: string): string =>
  `kind: Target\nmetadata: { name: ${name}${id === undefined ? '' : `, id: ${id}`} }\nspec: ${spec}`;
const documents = (...texts: readonly string[]): string => texts.join('\n---\n');

describe('names and ids', () => {
  it.each([
    [
      'two with the same name',
      documents(agent('a'), agent('a')),
      ['f:5:19: metadata.name: `a` is also the name of the Agent at f:2; keep one of them'],
    ],
    [
      'two with the same id',
      documents(agent('a', uuid(7)), agent('b', uuid(7))),
      ['f:5:26: metadata.id: is also the id of the Agent at f:2'],
    ],
    [
      'two with the same id, written in two ways',
      documents(
        agent('a', 'AAAAAAAA-0000-4000-8000-000000000000'),
        agent('b', 'aaaaaaaa-0000-4000-8000-000000000000'),
      ),
      ['f:5:26: metadata.id'],
    ],
    [
      'a name with two ids',
      documents(agent('a', uuid(7)), agent('a', uuid(8))),
      ['f:5:19: metadata.name: `a` is also the name of the one at f:2'],
    ],
    [
      'the name of a present resource, with another id',
      agent('edge', uuid(9)),
      [`f:2:19: metadata.name: \`edge\` is also the name of the present one with id ${uuid(2)}`],
    ],
    [
      'two Checks of the same name on one Target',
      documents(check(''), check('')),
      ['f:10:19: metadata.name: `c` is also the name of the Check at f:2'],
    ],
  ])('%s', (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults.map((fault) => expect.stringContaining(fault)));
  });

  it.each([
    ['a Target and an Agent of the same name', documents(agent('web'), target('edge'))],
    [
      'Checks of the same name on two Targets',
      documents(check(''), target('other'), check('').replace('web', 'other')),
    ],
    ['two that swap their names', documents(target('b', '{}', uuid(1)), target('web', '{}', uuid(3)))],
    ['a present one applied again without its id', agent('edge')],
  ])('%s are fine', (_, text) => {
    const known = [...present, { kind: 'Target', id: uuid(3), name: 'b' } as const];
    expect(faultsOf(text, { known })).toEqual([]);
  });

  it('an unwritten id is that of the present resource with the name, else derived from the name', () => {
    const read = (text: string) => {
      const reading = parseResources([{ file: 'f', text }], { known: present });
      return reading.ok ? reading.resources.map(({ id }) => id) : reading.faults;
    };
    expect(read(agent('edge'))).toEqual([uuid(2)]);
    expect(read(agent('new'))).toEqual([expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/)]);
    expect(read(agent('new'))).toEqual(read(agent('new')));
    expect(read(agent('new'))).not.toEqual(read(agent('newer')));
  });
});

describe('references', () => {
  it('go by name or id, across files and regardless of order', () => {
    const files = [
      {
        file: 'a',
        text: documents(check('agent: edge\nprobe: http'), target('x', `{ dependsOn: [y, ${uuid(1)}] }`)),
      },
      { file: 'b', text: target('y', '{}', uuid(11)) },
    ];
    const reading = parseResources(files, { known: present });
    if (!reading.ok) throw new Error(reading.faults.map(formatFault).join('\n'));
    expect(reading.resources.map(({ links }) => links)).toEqual([
      { target: uuid(1), agent: uuid(2) },
      { dependsOn: [uuid(11), uuid(1)] },
      { dependsOn: [] },
    ]);
  });

  it('must not form a cycle', () => {
    const text = documents(target('a', '{ dependsOn: [b] }'), target('b', '{ dependsOn: [a] }'));
    expect(faultsOf(text)).toEqual([
      'f:3:20: spec.dependsOn: depends on itself: a -> b -> a; break the cycle',
      'f:7:20: spec.dependsOn: depends on itself: b -> a -> b; break the cycle',
    ]);
  });

  it('to an unreadable document are not reported', () => {
    const text = documents('kind: Target\nmetadata: 1\nspec: {}', check('').replace('web', 'x'));
    expect(faultsOf(text)).toEqual([expect.stringContaining('f:2:11: metadata: must be a map')]);
  });

  it('to Agents are ignored when lenient; those to Targets are not', () => {
    expect(faultsOf(check('agent: nobody'), { known: present, references: 'lenient' })).toEqual([]);
    expect(faultsOf(check('agent: nobody'), { references: 'lenient' })).toEqual([
      expect.stringContaining('there is no Target `web`'),
    ]);
  });

  it('that dangle are reported together with all other faults', () => {
    const text = 'kind: Check\nmetadata: { name: c }\nspec: { interval: 1x, target: wbe }';
    expect(faultsOf(text)).toEqual([
      expect.stringContaining('f:3:19: spec.interval'),
      expect.stringContaining('f:3:31: spec.target'),
    ]);
  });
});

describe('a Silence', () => {
  const known: readonly KnownResource[] = [
    ...present,
    { kind: 'Target', id: uuid(3), name: 'db' },
    { kind: 'Check', id: uuid(11), name: 'ping', target: uuid(1) },
    { kind: 'Check', id: uuid(12), name: 'ping', target: uuid(3) },
    { kind: 'Check', id: uuid(13), name: 'disk', target: uuid(3) },
  ];
  const silence = (match: string, more = 'until: 2026-11-28T01:00:00Z, reason: moves'): string =>
    `kind: Silence\nmetadata: { name: s }\nspec:\n  match: ${match}\n  ${more.replaceAll(', ', '\n  ')}`;
  const linksOf = (text: string) => {
    const reading = parseResources([{ file: 'f', text }], { known });
    if (!reading.ok) throw new Error(reading.faults.map(formatFault).join('\n'));
    return reading.resources.map(({ links }) => links)[0];
  };

  it('is parsed: times in ms, the keys of a Route', () => {
    const more = 'from: 2026-11-27T22:00:00Z, until: 2026-11-28T02:00:00+01:00, reason: moves, author: jane';
    const text = silence('{ labels: { a: b }, states: [missing-data], kinds: [flap], rules: [r] }', more);
    const reading = parseResources([{ file: 'f', text }], { known });
    expect(reading).toMatchObject({
      resources: [
        {
          kind: 'Silence',
          spec: { from: Date.UTC(2026, 10, 27, 22), until: Date.UTC(2026, 10, 28, 1), reason: 'moves', author: 'jane', match: { labels: { a: 'b' }, states: ['MISSING_DATA'], kinds: ['flap'], rules: ['r'] } }, // prettier-ignore
          links: { targets: [], checks: [] },
        },
      ],
    });
  });

  it.each([
    ['Targets by name and id', `{ targets: [db, ${uuid(1)}] }`, { targets: [uuid(3), uuid(1)], checks: [] }],
    ['a Check by its id', `{ checks: [${uuid(12)}] }`, { targets: [], checks: [uuid(12)] }],
    ['all Checks with a name', '{ checks: [ping, disk] }', { targets: [], checks: [uuid(11), uuid(12), uuid(13)] }], // prettier-ignore
    ['a name on the named Targets', '{ checks: [ping], targets: [db] }', { targets: [uuid(3)], checks: [uuid(12)] }], // prettier-ignore
    ['a Check once, however often it is named', `{ checks: [disk, ${uuid(13)}] }`, { targets: [], checks: [uuid(13)] }], // prettier-ignore
  ])('names %s', (_, match, links) => {
    expect(linksOf(silence(match))).toEqual(links);
  });

  it.each([
    ['no match', 'kind: Silence\nmetadata: { name: s }\nspec: { until: 2026-11-28T01:00:00Z, reason: x }', '3:7: spec.match: missing'], // prettier-ignore
    ['an empty match', silence('{}'), '4:10: spec.match: must match on something'],
    ['a match of no labels', silence('{ labels: {} }'), '4:10: spec.match: must match on something'],
    ['an empty list', silence('{ targets: [] }'), '4:21: spec.match.targets: must not be an empty list'],
    ['no end', silence('{ rules: [r] }', 'reason: x'), '4:3: spec.until: missing; it must be a time such as 2026-11-28T01:00:00Z, unless there is `repeat`'], // prettier-ignore
    ['an end that is not a time', silence('{ rules: [r] }', 'until: tomorrow, reason: x'), '5:10: spec.until: must be a time such as 2026-11-28T01:00:00Z, not the text "tomorrow"'], // prettier-ignore
    ['an end before the beginning', silence('{ rules: [r] }', 'from: 2026-11-28T01:00:00Z, until: 2026-11-28T01:00:00Z, reason: x'), '6:10: spec.until: must be after `from`'], // prettier-ignore
    ['no reason', silence('{ rules: [r] }', 'until: 2026-11-28T01:00:00Z'), '4:3: spec.reason: missing'],
    ['a missing Target', silence('{ targets: [dv] }'), '4:22: spec.match.targets[0]: there is no Target `dv`; did you mean `db`?'], // prettier-ignore
    ['a missing Check', silence('{ checks: [ping, dik] }'), '4:27: spec.match.checks[1]: there is no Check `dik`; did you mean `disk`?'], // prettier-ignore
    ['a Check on another Target', silence('{ checks: [disk], targets: [web] }'), '4:21: spec.match.checks[0]: no Check `disk` is on any of the Targets named here'], // prettier-ignore
    [
      'an unknown key',
      silence('{ target: [web] }'),
      '4:12: spec.match.target: unknown key `target`; did you mean `targets`?',
    ],
  ])('%s is a fault', (_, text, fault) => {
    expect(faultsOf(text, { known })).toEqual([expect.stringContaining(`f:${fault}`)]);
  });
});

describe('a Silence that repeats', () => {
  const repeating = (repeat: string, more = ''): string =>
    `kind: Silence\nmetadata: { name: s }\nspec:\n  match: { rules: [r] }\n  reason: x\n${more}  repeat: ${repeat}`;
  const hours = 'from: 02:00, to: "04:30", timezone: Europe/Berlin';
  const read = (text: string) => {
    const reading = parseResources([{ file: 'f', text }]);
    return reading.ok ? reading.resources.map(({ spec }) => spec)[0] : reading.faults.map(formatFault);
  };

  it.each([
    ['on all days', `{ ${hours} }`, { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: 120, to: 270, timezone: 'Europe/Berlin' }],
    ['on some days, in any order', `{ days: [sun, mon, sun], ${hours} }`, { days: ['mon', 'sun'] }],
    ['across midnight', '{ from: 22:00, to: 02:00, timezone: UTC }', { from: 1320, to: 120 }],
    ['for a whole day', '{ days: [sun], from: 00:00, to: 24:00, timezone: America/New_York }', { from: 0, to: 1440 }],
  ])('%s', (_, repeat, wanted) => {
    expect(read(repeating(repeat))).toMatchObject({ repeat: wanted });
  }); // prettier-ignore

  it.each([
    ['an hour that is not one', repeating('{ from: 2am, to: 04:00, timezone: UTC }'), '6:19: spec.repeat.from: must be an hour of the day such as "02:00", not the text "2am"'],
    ['an hour of one digit', repeating('{ from: 2:00, to: 04:00, timezone: UTC }'), '6:19: spec.repeat.from: must be an hour of the day'],
    ['a minute that does not exist', repeating('{ from: 02:60, to: 04:00, timezone: UTC }'), '6:19: spec.repeat.from: must be an hour of the day'],
    ['a beginning at the end of the day', repeating('{ from: 24:00, to: 04:00, timezone: UTC }'), '6:19: spec.repeat.from: must be an hour of the day'],
    ['an end after the end of the day', repeating('{ from: 02:00, to: 24:01, timezone: UTC }'), '6:30: spec.repeat.to: must be an hour of the day'],
    ['no end', repeating('{ from: 02:00, timezone: UTC }'), '6:11: spec.repeat.to: missing; it must be an hour of the day'],
    ['an end at its beginning', repeating('{ from: 02:00, to: 02:00, timezone: UTC }'), '6:30: spec.repeat.to: must not be `from`; a whole day is from "00:00" to "24:00"'],
    ['no time zone', repeating('{ from: 02:00, to: 04:00 }'), '6:11: spec.repeat.timezone: missing'],
    ['a time zone that does not exist', repeating('{ from: 02:00, to: 04:00, timezone: Europe/Bonn }'), '6:47: spec.repeat.timezone: must be the name of a time zone such as Europe/Berlin, not the text "Europe/Bonn"'],
    ['a UTC offset', repeating('{ from: 02:00, to: 04:00, timezone: "+02:00" }'), '6:47: spec.repeat.timezone: must be the name of a time zone'],
    ['a day that does not exist', repeating(`{ days: [mon, tus], ${hours} }`), '6:25: spec.repeat.days[1]: must be'],
    ['no day', repeating(`{ days: [], ${hours} }`), '6:19: spec.repeat.days: must not be an empty list'],
    ['one that would never end', repeating('{ from: 00:00, to: 24:00, timezone: UTC }'), '6:11: spec.repeat: would never end: leave out a day, or some hours'],
    ['an end in addition', repeating(`{ ${hours} }`, '  until: 2026-11-28T01:00:00Z\n'), '6:10: spec.until: cannot be combined with `repeat`'],
    ['a beginning in addition', repeating(`{ ${hours} }`, '  from: 2026-11-28T01:00:00Z\n'), '6:9: spec.from: cannot be combined with `repeat`'],
  ])('%s is a fault', (_, text, fault) => {
    expect(read(text)).toEqual([expect.stringContaining(`f:${fault}`)]);
  }); // prettier-ignore
});

describe('the parts defined by other libraries', () => {
  const surrounding: Surrounding = {
    known: present,
    probes: { http: z.strictObject({ url: z.url() }) },
    channels: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('email'), to: z.array(z.email()) }),
    ]),
  };
  it.each([
    [
      'an unknown Probe',
      check('agent: edge\nprobe: htp'),
      '7:10: spec.probe: must be `http`, not the text "htp"; did you mean `http`?',
    ],
    [
      'a missing parameter',
      check('agent: edge\nprobe: http\nparameters: {}'),
      '8:15: spec.parameters.url: missing',
    ],
    [
      'an unknown parameter',
      check('agent: edge\nprobe: http\nparameters: { url: "http://x", uri: 1 }'),
      '8:34: spec.parameters.uri: unknown key `uri`; did you mean `url`?',
    ],
    [
      'a bad address',
      'kind: Channel\nmetadata: { name: m }\nspec: { type: email, to: [me] }',
      '3:27: spec.to[0]: the text "me" does not have the form of an e-mail address',
    ],
    [
      'another type',
      'kind: Channel\nmetadata: { name: m }\nspec: { type: sms }',
      '3:15: spec.type: must be `email`, not the text "sms"',
    ],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text, surrounding)).toEqual([expect.stringContaining(`f:${fault}`)]);
  });

  it('are not validated for Checks fed by outside producers', () => {
    expect(faultsOf(check('probe: batch\nparameters: { any: thing }'), surrounding)).toEqual([]);
  });
});

describe('a set of documents', () => {
  it('may be YAML, JSON, a list, with empty documents in between', () => {
    const json = '{\n\t"kind": "Agent",\n\t"metadata": { "name": "j" }\n}';
    const list = '- { kind: Agent, metadata: { name: k } }\n- { kind: Agent, metadata: { name: l } }';
    const reading = parseResources([
      { file: 'a', text: json },
      { file: 'b', text: `---\n# nothing\n---\n${list}\n---\n` },
      { file: 'c', text: '' },
      { file: 'd', text: '\uFEFF{"kind":"Agent","metadata":{"name":"m"}}' },
    ]);
    expect(reading.ok && reading.resources.map(({ name }) => name)).toEqual(['j', 'k', 'l', 'm']);
  });

  it('with one fault is not used at all; faults come in the order of files and lines', () => {
    const reading = parseResources([
      { file: 'b', text: documents(agent('x'), 'kind: 1', 'kind: 2') },
      { file: 'a', text: 'kind: 3' },
    ]);
    expect(reading.ok ? [] : reading.faults.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'b:4',
      'b:6',
      'a:1',
    ]);
  });
});
