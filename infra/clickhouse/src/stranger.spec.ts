import { strangerOf } from './stranger';

const strange = (headers: Record<string, string>) => strangerOf((name) => headers[name], ['ch.example.com']);

describe('strangerOf', () => {
  it.each([
    ['a client', { host: '127.0.0.1:8123' }],
    ['one by name', { host: 'localhost:8123' }],
    ['one by IPv6', { host: '[::1]:8123' }],
    ['Grafana in a container', { host: 'host.docker.internal:8123' }],
    ['one by a name of the settings', { host: 'CH.example.com' }],
    ['one without a Host', {}],
    ['a person who types the address into a browser', { host: '127.0.0.1:8123', 'sec-fetch-site': 'none' }],
  ])('answers %s', (_sentence, headers) => {
    expect(strange(headers)).toBeUndefined();
  });

  it.each([
    [
      'a page that posts',
      { host: '127.0.0.1:8123', origin: 'https://attacker.example' },
      /attacker\.example asks/,
    ],
    ['a page without a name that posts', { host: '127.0.0.1:8123', origin: 'null' }, /null asks/],
    [
      'a page that shows an answer as a picture',
      { host: 'localhost:8123', 'sec-fetch-site': 'cross-site' },
      /another site/,
    ],
    ['a page whose name was given this address', { host: 'attacker.example:8123' }, /PANTO_ALLOWED_HOSTS/],
  ])('refuses %s', (_sentence, headers: Record<string, string>, why) => {
    expect(strange(headers)).toMatch(why);
  });
});
