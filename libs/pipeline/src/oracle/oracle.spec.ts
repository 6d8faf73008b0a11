import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultSeverity } from '@panto/model';
import { ArrivalClock, Simulation, type Decision } from '../index';
import { differences } from './differences';
import { expectation } from './oracle';
import { scenario, type Scenario } from './scenario';

const runs = Number(process.env.PANTO_FUZZ_RUNS ?? 600);
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

test(`the folds decide what a second reading of the contract decides (${runs} runs, seed ${seed})`, () => {
  fc.assert(
    fc.property(scenario, (drawn) => {
      const wrong = differences(simulate(drawn), expectation(drawn.configurations, drawn.lines, drawn.until));
      if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\n${printed(drawn)}`);
    }),
    { numRuns: runs, seed },
  );
  expect(runs).toBeGreaterThan(0);
}, 2_000_000_000);
