import { describe, expect, it } from '@jest/globals';
import { addressGuard, loopback, parseRange } from './address-guard';

const ranges = (...texts: string[]) => texts.map(parseRange).filter((range) => range !== undefined);

describe('where webhooks may go', () => {
  it.each([
    ['93.184.216.34', true, 'a public address'],
    ['2606:2800:220:1::1', true, 'a public address'],
    ['127.0.0.1', false, 'loopback'],
    ['::1', false, 'loopback'],
    ['::ffff:127.0.0.1', false, 'loopback as a mapped address'],
    ['::ffff:7f00:1', false, 'loopback as a mapped address, in hex'],
    ['10.1.2.3', false, 'private'],
    ['::ffff:10.0.0.1', false, 'private as a mapped address'],
    ['172.31.255.255', false, 'private'],
    ['192.168.0.1', false, 'private'],
    ['100.64.0.1', false, 'carrier-grade NAT'],
    ['fd12::1', false, 'unique local'],
    ['64:ff9b::a00:1', false, 'NAT64 of a private address'],
    ['2002:a00:1::', false, '6to4 of a private address'],
    ['169.254.169.254', false, 'metadata'],
    ['::ffff:169.254.169.254', false, 'metadata as a mapped address'],
    ['fd00:ec2::254', false, 'metadata'],
    ['fe80::1%eth0', false, 'link-local'],
    ['0.0.0.0', false, 'unspecified'],
    ['::', false, 'unspecified'],
    ['224.0.0.1', false, 'multicast'],
    ['255.255.255.255', false, 'broadcast'],
    ['', false, 'no address'],
    ['example.com', false, 'no address'],
  ])('%s: %s (%s)', (address, wanted) => {
    expect(addressGuard([])(address)).toBe(wanted);
  });

  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
  ])('with loopback allowed, %s: %s', (address, wanted) => {
    expect(addressGuard(ranges(...loopback))(address)).toBe(wanted);
  });

  it('metadata addresses can never be allowed', () => {
    const guard = addressGuard(ranges('0.0.0.0/0', '::/0'));
    expect(['169.254.169.254', 'fd00:ec2::254', '100.100.100.200'].map(guard)).toEqual([false, false, false]);
    expect(guard('10.0.0.1')).toBe(true);
  });
});

it.each([
  ['10.0.0.0/8', { address: '10.0.0.0', prefix: 8 }],
  [' ::1 ', { address: '::1', prefix: 128 }],
  ['10.0.0.0/33', undefined],
  ['10.0.0.0/', undefined],
  ['10.0.0.0/8/8', undefined],
  ['host', undefined],
])('the range %s', (text, wanted) => {
  expect(parseRange(text)).toEqual(wanted);
});
