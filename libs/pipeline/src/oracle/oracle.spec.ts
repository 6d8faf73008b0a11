import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alertKindValues, alertStatusValues, defaultSeverity, stateNameValues } from '@panto/model';
import { ArrivalClock, Simulation, type Decision } from '../index';
import { differences } from './differences';
import { expectation } from './oracle';
import { scenario, type Scenario } from './scenario';

const runs = Number(process.env.PANTO_FUZZ_RUNS ?? 200);
const seed = Number(process.env.PANTO_FUZZ_SEED ?? 20260101);

const compileMatcher = (pattern: string) => (text: string) => new RegExp(pattern).test(text);

/** Drives the Simulation as `panto simulate` does. */
function simulate({ configurations, lines, until }: Scenario): Decision[] {
  const decisions: Decision[] = [];
  const simulation = new Simulation({ severity: defaultSeverity, compileMatcher }, (decision) =>
    decisions.push(decision),
  );
  const clock = new ArrivalClock();
  let last: number | undefined;
  for (const line of lines) {
    const { arrival, clockAhead } = clock.next(line.timestamp, line.arrival);
    if (until !== undefined && arrival > until) break;
    if (last === undefined)
      for (const c of configurations) simulation.configure(c.id, { ...c, createdAt: arrival }, arrival);
    last = arrival;
    if (!clockAhead) simulation.arrive(line.check, { ...line, arrival });
  }
  if (last !== undefined) simulation.passThrough(until ?? last);
  return decisions;
}

const printed = (scenario: Scenario): string =>
  JSON.stringify(
    scenario,
    (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value instanceof Map ? Object.fromEntries(value) : value,
    1,
  );

const ofLines = ({ configurations, lines, until }: Scenario) => expectation(configurations, lines, until);

test(`the folds decide what a second reading of the contract decides (${runs} runs, seed ${seed})`, () => {
  fc.assert(
    fc.property(scenario, (drawn) => {
      const wrong = differences(simulate(drawn), ofLines(drawn));
      expect({ wrong, of: wrong.length > 0 ? printed(drawn) : '' }).toEqual({ wrong: [], of: '' });
    }),
    { numRuns: runs, seed },
  );
}, 2_000_000_000);

test('the scenarios reach all States, all kinds of Alerts, and everything that makes no State', () => {
  const all = fc.sample(scenario, { numRuns: 60, seed }).map(ofLines);
  const reached = new Set([
    ...all.flatMap(({ states }) => states.map(({ state }) => state)),
    ...all.flatMap(({ alerts }) => alerts.map(({ kind, status }) => `${kind} ${status}`)),
    ...all.flatMap(({ notes }) => notes.map(({ reason }) => reason)),
  ]);
  const alerts = alertKindValues.flatMap((kind) => alertStatusValues.map((status) => `${kind} ${status}`));
  const wanted = [...stateNameValues, ...alerts, 'duplicate', 'late', 'unassigned'];
  expect([...reached].sort()).toEqual(wanted.sort());
});
