import { expect } from '@jest/globals';
import { execute, type Surroundings } from './execute';
import type { Measurement } from './measurement';
import { commonMetrics, type Probe } from './probe';

/** Surroundings for specs: everything is permitted, and patterns are those of JavaScript. */
export const testSurroundings: Surroundings = {
  target: { name: 'here', address: '127.0.0.1' },
  clock: { now: () => Date.now(), elapsed: () => performance.now() },
  permits: () => true,
  matcher: (pattern) => {
    const expression = new RegExp(pattern);
    return (text) => expression.test(text);
  },
};

/** Runs a Probe as the Agent does, and checks that it returns only documented metrics. */
export async function runProbe(
  probe: Probe,
  parameters: unknown,
  surroundings: Partial<Surroundings> = {},
): Promise<Measurement> {
  const measurement = await execute(probe, parameters, { ...testSurroundings, ...surroundings });
  if (measurement === null) throw new Error('the process stood still');
  const documented = { ...commonMetrics, ...probe.metrics };
  const typed = (type: string, names: object): string[][] => Object.keys(names).map((name) => [name, type]);
  const given = [
    ...typed('int', measurement.ints),
    ...typed('float', measurement.floats),
    ...typed('string', measurement.strings),
    ...typed('bool', measurement.bools),
  ];
  expect(given).toEqual(given.map(([name = '']) => [name, documented[name]?.type]));
  return measurement;
}
