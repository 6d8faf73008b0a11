import { addresses } from '../../src/harness/test-stage';
import { faultNamed } from './faults/index';
import { runFaults } from './run';

const seed = Number(process.env.PANTO_FAULT_SEED ?? 20260103);

/** The faults that reveal the most in the least time; `npm run faults` has many more. */
const short = [
  'all-at-once',
  'end-answer-lost',
  'zombie',
  'offsets-reset',
  'crash-points',
  'cut-answer',
  'poison',
];

describe('faults of processes and on the wire, one after another on one running pipeline', () => {
  it(`leave the records of an undisturbed run, one by one (PANTO_FAULT_SEED=${seed})`, async () => {
    const said: string[] = [];
    const report = await runFaults({
      root: process.cwd(),
      site: { ...addresses, replicationFactor: 1 },
      cluster: undefined,
      faults: short.map(faultNamed),
      rounds: short.length,
      order: 'turn',
      // A session of 6 s instead of 20: a zombie costs less time.
      program: 'stage',
      seed,
      tell: (text) => said.push(text),
    });
    console.info([...said, JSON.stringify({ ...report, wrong: report.wrong.length })].join('\n'));
    expect(report.wrong).toEqual([]);
    expect(report.counts.missingData).toBeGreaterThan(0);
    expect(report.counts.deadLetters).toBeGreaterThan(0);
    expect(report.counts.alerts).toBeGreaterThan(100);
    expect(report.counts.byOracle).toBeGreaterThan(10);
  }, 400_000);
});
