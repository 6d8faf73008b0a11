import { adoptingCheck } from './adopting-check';

describe('a Check that adopts Results', () => {
  it.each([
    ['expects Results as often as they come', '30s', '30s'],
    ['is not missing three times a second because they come in bursts', '50ms', '1s'],
    ['waits for a minute if only one has come', null, '1m'],
  ])('%s', (_, interval, wanted) => {
    expect(adoptingCheck('6d6499d5-8756-54bb-b6de-cbd08eb9996f', interval, 'web').spec).toMatchObject({
      target: 'web',
      interval: wanted,
    });
  });
});
