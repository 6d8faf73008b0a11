import type { CheckConfiguration } from '@panto/model';

/** The configuration of a Check with the given state rules, for specs. */
export const configurationWith = (...states: CheckConfiguration['states']): CheckConfiguration => ({
  id: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  target: '5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01',
  version: 1,
  createdAt: 0,
  missingAfter: 1e9,
  confirm: { worse: 1, better: 1, error: 1 },
  states,
  alerts: [],
});
