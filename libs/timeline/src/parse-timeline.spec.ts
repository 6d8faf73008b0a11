import { describe, expect, it } from '@jest/globals';
import { formatFault, type Source } from '@panto/resource';
import { endOf, foldStory, judgeStory, narrate, parseTimeline, reportMisses, type Story } from './index';

const check = (name: string, spec = 'interval: 30s, missingAfter: 10m') =>
  `  ---\n  kind: Check\n  metadata: { name: ${name} }\n  spec: { target: web-1, ${spec} }\n`;
const head = `configure\n  kind: Target\n  metadata: { name: web-1 }\n  spec: {}\n${check('load')}`;
/** `head` has 8 lines and `story` is the 9th, so the lines of a row begin with the 10th. */
const text = (lines: string, before = head) => `${before}story s\n${lines}\n`;

const faultsOf = (whole: string, open?: (path: string) => Source | string): readonly string[] => {
  const reading = parseTimeline({ file: 'f.timeline', text: whole }, open);
  return reading.ok ? [] : reading.faults.map(formatFault);
};
const storyOf = (lines: string, before = head): Story => {
  const reading = parseTimeline({ file: 'f.timeline', text: text(lines, before) });
  if (!reading.ok) throw new Error(reading.faults.map(formatFault).join('\n'));
  return reading.stories[0]!;
};

/** The happenings of a story, one word each. */
const happens = (lines: string, before = head): readonly string[] =>
  storyOf(lines, before).entries.flatMap(({ happenings }) =>
    happenings.flatMap((one) => {
      const at = (ms: number) => (ms - Date.UTC(2026, 0, 1)) / 1000;
      if (one.kind !== 'result') return one.kind === 'configure' ? [] : [`${at(one.at)} ${one.kind}`];
      const told =
        one.error ?? [...one.metrics].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
      return [`${at(one.at)} ${one.timestamp === one.at ? '' : `of ${at(one.timestamp)} `}${told}`];
    }),
  );

describe('what happens', () => {
  const rows: [string, string, string[]][] = [
    [
      'one result of several metrics',
      '+30s a=1 b=0.5 c=true d="x y # z"',
      ['30 a=1 b=0.5 c=true d="x y # z"'],
    ],
    ['a moment may have several units', '+1h30m10s a=1', ['5410 a=1']],
    ['names of metrics may be in quotes', '+0s "disk /var"=1', ['0 disk /var=1']],
    ['an error', '+0s error "no route"', ['0 no route']],
    ['measured earlier, or before the story', '+30s a=1 measured -5s', ['30 of -5 a=1']],
    ['repeated at the interval of the Check', '+0s a=1 x3', ['0 a=1', '30 a=1', '60 a=1']],
    ['repeated as often as it says', '+0s a=1 x2 every 5s', ['0 a=1', '5 a=1']],
    [
      'measured as far apart as they arrive',
      '+9s a=1 x2 every 5s measured +1s',
      ['9 of 1 a=1', '14 of 6 a=1'],
    ],
    [
      'values that grow by a step',
      '+0s a=0.1+0.1 b=10-4 x3',
      ['0 a=0.1 b=10', '30 a=0.2 b=6', '60 a=0.3 b=2'],
    ],
    ['one value a result, none for _', '+0s a=1,2 b=_,"x,y"', ['0 a=1', '30 a=2 b="x,y"']],
    ['a result without any value is not sent', '+0s a=1,_,3', ['0 a=1', '60 a=3']],
    ['time', '+5m', ['300 time']],
    ['a Check goes', '+5m remove', ['300 remove']],
    ['comments and blank lines are ignored', '\n# no\n+0s a=1 # one\n', ['0 a=1']],
  ];
  it.each(rows)('%s', (_, lines, expected) => {
    expect(happens(lines)).toEqual(expected);
  });

  it('starts at the moment that it names', () => {
    expect(endOf(storyOf('start 2026-03-29T00:30:00Z\n+1m'))).toBe(Date.parse('2026-03-29T00:31:00Z'));
  });

  it('happens to several Checks in the order of the clock', () => {
    const lines = '+0s load: a=1 x2\n+0s disk: a=2 x2\n+1m disk: a=3';
    expect(
      foldStory(storyOf(lines, head + check('disk'))).map(({ check: id, entry }) => [id.length, entry]),
    ).toEqual([
      [36, 1],
      [36, 2],
    ]);
  });
});

describe('a fault says where, what, and what to do', () => {
  const rows: [string, string, string][] = [
    ['a word in place of a time', 'later a=1', '10:1: a line begins with `story`, `configure`, `start`, a moment such as `+30s`, or `=>`, not with later'],
    ['a time without a unit', '+30 a=1', '10:1: +30 is not a time; write +0s, +90s, +5m or +1h30m: the time since the start of the story'],
    ['text without quotes', '+0s a=up', '10:7: up is neither a number nor true or false; text is put in quotes: "up"'],
    ['a quote that is not closed', '+0s a="up', '10:7: this quote is never closed; end the text with "'],
    ['a word that is not a metric', '+0s hello', '10:5: hello is not understood; write metrics as name=value, or error "why"'],
    ['a metric twice', '+0s a=1 a=2', '10:9: a appears twice in this line'],
    ['metrics and an error', '+0s a=1 error "x"', '10:5: a result is metrics or an error, not both; write two lines'],
    ['lists of two lengths', '+0s a=1,2 b=1,2,3', '10:5: b has 3 values instead of 2, the number given by the rest of the line'],
    ['every without a number', '+0s a=1 every 5s', '10:5: `every` says how far apart results are, but there is one; say how many: x20'],
    ['too many results', '+0s a=1 x0', '10:9: 0: must be a whole number from 1 to 100000'],
    ['a number beyond 64 bits', '+0s a=9223372036854775808', '10:7: 9223372036854775808 does not fit into 64 bits'],
    ['a line before the one above', '+9s a=1\n+8s a=1', '11:1: the line above is at +9s: lines stand in the order in which things arrive; what was measured before is written as `+90s value=1 measured +30s`'],
    ['a line in the middle of another one', '+0s a=1 x3\n+40s a=1', '11:1: line 10 is still going on until +1m; begin later, or let it repeat less often'],
    ['a Check that is not there', '+0s disk: a=1', '10:5: there is no Check disk; the Checks are load'],
    ['no such State', '+0s a=1 => State GOOD', '10:18: GOOD is not a State; there are UNKNOWN, OK, WARNING, CRITICAL, MISSING_DATA, ERROR'],
    ['an unknown expectation', '+0s a=1 => Sate OK', '10:12: Sate cannot be expected; say `State OK`, `Alert any-change firing CRITICAL`, `nothing`, or why nothing: duplicate, late, unassigned, clock-ahead'],
    ['an Alert with an unknown status', '+0s a=1 => Alert any triggered OK', '10:22: triggered: an Alert is firing or resolved'],
    ['an unknown detail', '+0s a=1 => State OK twice', '10:21: twice is not understood; there are again, late, was, at, occurrences, because, x2'],
    ['words after nothing', '+0s a=1 => nothing else', '10:20: else is one word too many; end the line before it, or put text in quotes'],
    ['an arrow without a line', '=> State OK', '10:1: nothing has happened yet: `=>` comes after a line of the clock'],
    ['a start in the middle', '+0s a=1\nstart 2026-01-01T00:00:00Z', '11:1: the start of a story comes before the first line of the clock'],
    ['a start that is not a time', 'start soon', '10:7: soon is not a time; write 2026-03-29T00:30:00Z'],
    ['resources that are missing', '+0s configure\n+1s a=1', '10:5: resources are missing; name a file, or write them below, indented'],
    ['resources with a fault', '+0s configure\n  kind: Check\n  metadata: { name: x }\n  spec: { target: web-2, interval: 5s }', '13:19: spec.target: there is no'],
  ]; // prettier-ignore
  it.each(rows)('%s', (_, lines, expected) => {
    const [first = '', ...rest] = faultsOf(text(lines));
    expect(first.slice(0, `f.timeline:${expected}`.length)).toBe(`f.timeline:${expected}`);
    expect(rest).toEqual([]);
  });

  it('a line that cannot be parsed takes its expectations with it', () => {
    expect(faultsOf(text('+0s hello\n=> State OK\n+9 a=1\n=> State OK'))).toHaveLength(2);
  });

  it('says that there is no story', () => {
    expect(faultsOf('# nothing')).toEqual([
      'f.timeline:1:1: there is no story here; begin one with `story what it shows`',
    ]);
  });

  it('asks which of several Checks is meant', () => {
    expect(faultsOf(text('+0s a=1', head + check('disk')))).toEqual([
      'f.timeline:14:5: say which Check is meant, as in `name: ...`: load, disk',
    ]);
  });

  it('says why a resource file cannot be used, and where the file itself is wrong', () => {
    const whole = 'configure shop.yaml\nstory s\n+0s a=1\n';
    expect(faultsOf(whole, () => 'cannot be read')).toEqual(['f.timeline:1:11: shop.yaml: cannot be read']);
    const [fault] = faultsOf(whole, (path) => ({ file: path, text: 'kind: Chek' }));
    expect(fault).toMatch(/^shop\.yaml:1:7: kind: /);
  });
});

describe('what does not hold of a story', () => {
  const limits =
    'interval: 30s, missingAfter: 10m, states: [{ name: high, type: threshold, states: [{ state: critical, ' +
    'conditions: [{ field: a, operator: gt, value: 5 }] }] }], alerts: [{ name: any, type: change }]';
  const rules = head.replace('interval: 30s, missingAfter: 10m', limits);
  const misses = (lines: string): readonly string[] => {
    const story = storyOf(lines, rules);
    const said = foldStory(story);
    return reportMisses(story, judgeStory(story, said), said);
  };
  const high = 'because "a is 9, above 5"';
  const rows: [string, string, string[]][] = [
    ['a line without claims always holds', '+0s a=9', []],
    ['repetitions need not be mentioned', '+0s a=9 x9 => State CRITICAL\n=> Alert any firing CRITICAL', []],
    ['an Alert must be mentioned', '+0s a=9 => State CRITICAL', ['f.timeline:10: +0s a=9', `  + Alert any firing CRITICAL episode 1 at +0s ${high}`]],
    ['a State must be mentioned', '+0s a=9 => Alert any firing CRITICAL', ['f.timeline:10: +0s a=9', `  + State CRITICAL was UNKNOWN at +0s ${high}`]],
    ['nothing means no State and no Alert', '+0s a=1 => nothing', ['f.timeline:10: +0s a=1', '  - nothing', '  + State OK was UNKNOWN at +0s because "a is 1, not above 5"']],
    ['nothing means no repetition either', '+0s a=9\n+30s a=9 => nothing', ['f.timeline:11: +30s a=9', '  - nothing', `  + State CRITICAL again occurrences 2 at +30s ${high}`]],
    ['another State', '+0s a=1 => State WARNING', ['f.timeline:10: +0s a=1', '  - State WARNING', '  + State OK was UNKNOWN at +0s because "a is 1, not above 5"']],
    ['another reason', '+0s a=1 => State OK because "z"', ['f.timeline:10: +0s a=1', '  - State OK because "z"', '  + State OK was UNKNOWN at +0s because "a is 1, not above 5"']],
    ['a second one that does not come', '+0s a=1 => State OK x2', ['f.timeline:10: +0s a=1', '  - State OK x2', '  what was said:', '    State OK was UNKNOWN at +0s because "a is 1, not above 5"']],
    ['silence where an Alert is expected', '+0s a=1\n+1s a=1 => Alert any firing CRITICAL', ['f.timeline:11: +1s a=1', '  - Alert any firing CRITICAL', '  nothing was said']],
    ['what comes late belongs to the line before', '+0s a=1 => State OK\n+20m', ['f.timeline:10: +0s a=1', '  + State MISSING_DATA was OK at +10m because "no result for 600 s, since the last arrival at 2026-01-01T00:00:00.000Z"', '  + Alert any firing MISSING_DATA episode 1 at +10m because "no result for 600 s, since the last arrival at 2026-01-01T00:00:00.000Z"']],
  ]; // prettier-ignore
  it.each(rows)('%s', (_, lines, expected) => {
    expect(misses(lines)).toEqual(expected);
  });

  it('is written as it was said, in the notation of stories', () => {
    const story = storyOf('+0s a=9\n+30s a=1', rules);
    const told = narrate(story, foldStory(story)).join('\n');
    const again = storyOf(told, rules);
    expect(told).toContain('=> Alert any resolved OK episode 1 at +30s');
    expect(judgeStory(again, foldStory(again))).toEqual([]);
  });
});
