import { describe, expect, it } from '@jest/globals';
import { silenceDocument } from './silence-document';
import { takenBy } from './taken-by';

const named = (name: string, labels: Record<string, string> = {}) => ({
  metadata: { id: `id-${name}`, name, labels },
});
const targets = [named('web', { team: 'shop' }), named('db', { team: 'data' })];
const checks = [
  { ...named('ping', { tier: '1' }), spec: { target: 'web' } },
  { ...named('ping'), spec: { target: 'db' } },
  { ...named('disk', { team: 'disks' }), spec: { target: 'db' } },
];

describe('the Checks that a Silence takes', () => {
  it.each([
    ['by Target', { targets: ['db'] }, ['ping db', 'disk db']],
    ['by the UUID of the Target', { targets: ['ID-web'] }, ['ping web']],
    ['by Check', { checks: ['ping'] }, ['ping web', 'ping db']],
    ['by both', { checks: ['ping'], targets: ['db'] }, ['ping db']],
    ['by a label, that of the Check before that of its Target', { labels: { team: 'data' } }, ['ping db']],
    ['by a missing label', { labels: { tier: '' } }, ['ping db', 'disk db']],
    ['by a rule: any of them may have it', { rules: ['r'] }, ['ping web', 'ping db', 'disk db']],
  ])('%s', (_, match, wanted) => {
    expect(takenBy(match, checks, targets).map(({ name, target }) => `${name} ${target}`)).toEqual(wanted);
  });
});

it('arguments become a resource with only the keys that were given', () => {
  const document = silenceDocument({ name: 'n', state: ['MISSING_DATA'], until: 0, reason: 'r' });
  expect(JSON.parse(JSON.stringify(document))).toEqual({
    kind: 'Silence',
    metadata: { name: 'n' },
    spec: { match: { states: ['missing-data'] }, until: '1970-01-01T00:00:00.000Z', reason: 'r' },
  });
});
