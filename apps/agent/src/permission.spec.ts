import { expect, test } from '@jest/globals';
import { isNetwork, permissionOf } from './permission';

const permits = permissionOf(null, ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7/32']).permits;

test.each([
  ['inside an IPv4 network', '10.1.2.3', true],
  ['one address', '192.0.2.7', true],
  ['one outside of it', '192.0.2.8', false],
  ['inside an IPv6 network', '2001:db8::1', true],
  ['outside of it', '2001:db9::1', false],
  ['an IPv4 address mapped to IPv6', '::ffff:10.1.2.3', true],
  ['another one', '::ffff:11.1.2.3', false],
  ['loopback, which is not listed', '127.0.0.1', false],
])('%s: %s is permitted: %s', (_, address, expected) => {
  expect(permits(address)).toBe(expected);
});

test('without networks everything is permitted', () => {
  expect(permissionOf(null, null).permits('8.8.8.8')).toBe(true);
});

test.each(['10.0.0.0', '10.0.0.0/33', 'example.com/8', '10.0.0.0/8/8', '/8', ''])(
  '%p is not a network',
  (text) => {
    expect(isNetwork(text)).toBe(false);
  },
);
