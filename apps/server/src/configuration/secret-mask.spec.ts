import { describe, expect, it } from '@jest/globals';
import { maskSecrets, unmaskSecrets } from './secret-mask';

describe('a spec that is shown', () => {
  it.each([
    ['a key', { type: 'pagerduty', routingKey: 'R0' }, { type: 'pagerduty', routingKey: '(secret)' }],
    [
      'an address with a path',
      { url: 'https://h.example.com/T0?a=b' },
      { url: 'https://h.example.com/(secret)' },
    ],
    ['an invalid address', { url: 'T0/B0' }, { url: '(secret)' }],
  ])('hides %s', (_, spec, shown) => {
    expect(maskSecrets(spec)).toEqual(shown);
  });

  it.each([
    ['a reference to a variable', { secret: { env: 'NAME' } }],
    ['a reference to a file', { routingKey: { file: '/run/secrets/key' } }],
    ['an address without a path', { url: 'https://h.example.com/' }],
    ['people', { to: ['a@example.com'], cc: [] }],
  ])('shows %s', (_, spec) => {
    expect(maskSecrets(spec)).toEqual(spec);
  });
});

describe('a shown spec that is applied again', () => {
  const present = { url: 'https://h.example.com/T0', secret: 's' };

  it('stands for the present secrets', () => {
    expect(unmaskSecrets({ ...(maskSecrets(present) as object), format: 'slack' }, present)).toEqual({
      ...present,
      format: 'slack',
    });
  });

  it.each([
    ['there is no present secret', { secret: '(secret)' }, {}],
    ['the host is another one', { url: 'https://other.example.com/(secret)' }, present],
  ])('is refused if %s', (_, spec, before) => {
    expect(unmaskSecrets(spec, before)).toBeUndefined();
  });
});
