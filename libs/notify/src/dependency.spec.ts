import { describe, expect, it } from '@jest/globals';
import { defaultSeverity, severityOf, type StateName } from '@panto/model';
import { dependenciesOf, firstDown, type DependentTarget, type DownCheck } from './dependency';

/** `name <- name name`: the Targets that each Target depends on. */
function targets(lines: readonly string[]): ReadonlyMap<string, DependentTarget> {
  return new Map(
    lines.map((line) => {
      const [id = '', on = ''] = line.split(' <- ');
      return [id, { id, name: `${id}.example.com`, dependsOn: on.split(' ').filter(Boolean) }];
    }),
  );
}
const namesOf = (lines: readonly string[], of = 'web') => {
  const known = targets(lines);
  return dependenciesOf(known.get(of)!, (id) => known.get(id)).map(({ id }) => id).join(' '); // prettier-ignore
};

describe('what a Target depends on', () => {
  it.each([
    ['nothing', ['web <- '], ''],
    ['one', ['web <- switch', 'switch <- '], 'switch'],
    ['one behind another, nearest first', ['web <- switch', 'switch <- router', 'router <- '], 'switch router'],
    ['several, in the order they are named', ['web <- b a', 'a <- ', 'b <- '], 'b a'],
    ['near ones before those behind them', ['web <- b a', 'b <- c', 'a <- ', 'c <- '], 'b a c'],
    ['one reachable in two ways, once', ['web <- a b', 'a <- c', 'b <- c', 'c <- '], 'a b c'],
    ['without those that are not configured', ['web <- gone a', 'a <- '], 'a'],
    ['a cycle ends, and nothing depends on itself', ['web <- a', 'a <- b', 'b <- web a'], 'a b'],
    ['without itself', ['web <- web'], ''],
  ])('%s', (_, lines, wanted) => {
    expect(namesOf(lines)).toBe(wanted);
  }); // prettier-ignore
});

describe('the dependency that is down', () => {
  const order = [...targets(['near <- ', 'far <- ']).values()];
  /** `target/check STATE`. */
  const find = (down: readonly string[], severity = defaultSeverity) => {
    const checks = down.map((text) => {
      const [, target = '', name = '', state = ''] = /^(.*)\/(.*) (.*)$/.exec(text) ?? [];
      return { target, check: { id: `id of ${text}`, name, state: state as StateName } satisfies DownCheck };
    });
    const of = (id: string) => checks.filter(({ target }) => target === id).map(({ check }) => check);
    const found = firstDown(order, of, severity);
    return found && `${found.targetName}: ${found.checkName} ${found.state}, ${found.check}`;
  };
  it.each<[string, readonly string[], string | undefined]>([
    ['is none if none is down', [], undefined],
    ['is the nearest one', ['far/ping CRITICAL', 'near/ping ERROR'], 'near.example.com: ping ERROR, id of near/ping ERROR'],
    ['is another one if the nearest is well', ['far/ping CRITICAL'], 'far.example.com: ping CRITICAL, id of far/ping CRITICAL'],
    ['is represented by the worst of its Checks', ['near/a ERROR', 'near/b CRITICAL', 'near/c MISSING_DATA'], 'near.example.com: b CRITICAL, id of near/b CRITICAL'],
    ['is represented by the first by name of equally bad ones', ['near/b ERROR', 'near/a ERROR'], 'near.example.com: a ERROR, id of near/a ERROR'],
  ])('%s', (_, down, wanted) => {
    expect(find(down)).toBe(wanted);
    expect(find([...down].reverse())).toBe(wanted);
  }); // prettier-ignore

  it('follows the configured order of States', () => {
    const severity = severityOf('OK,UNKNOWN,WARNING,MISSING_DATA,CRITICAL,ERROR');
    expect(find(['near/a ERROR', 'near/b CRITICAL'], severity)).toMatch(/^near.example.com: a ERROR/);
  });
});
