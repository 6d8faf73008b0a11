import { BlockList, isIP } from 'node:net';

/** A range of IP addresses. */
export interface AddressRange {
  readonly address: string;
  readonly prefix: number;
}

/** Parses `10.0.0.0/8` or a single address; undefined if it is neither. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', bits, ...rest] = text.trim().split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  const most = family === 4 ? 32 : 128;
  if (bits === undefined) return { address, prefix: most };
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? { address, prefix: Number(bits) } : undefined;
}

/** Link-local (where clouds keep their metadata), other metadata services, unspecified, multicast, reserved. */
const never = [
  '0.0.0.0/8',
  '100.100.100.200',
  '169.254.0.0/16',
  '192.0.0.192',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::',
  'fd00:ec2::254',
  'fe80::/10',
  'ff00::/8',
];

/**
 * Not on the public Internet (RFC 6890), and ranges that could lead back inside by translation or a tunnel.
 */
const inside = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '::1',
  '64:ff9b::/32',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fec0::/10',
];

/** Loopback: must be allowed for a stack on a single machine. */
export const loopback = ['127.0.0.0/8', '::1/128'];

/** Returns whether a message may go to an address: public, or inside and allowed; metadata services never. */
export function addressGuard(allowed: readonly AddressRange[]): (address: string) => boolean {
  const banned = listOf(parsed(never));
  const internal = listOf(parsed(inside));
  const permitted = listOf(allowed);
  return (address) => {
    const plain = address.replace(/%.*$/, '');
    const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(plain) === 0 || banned.check(plain, family)) return false;
    return permitted.check(plain, family) || !internal.check(plain, family);
  };
}

function parsed(texts: readonly string[]): readonly AddressRange[] {
  return texts.map(parseRange).filter((range) => range !== undefined);
}

/** BlockList itself recognizes IPv4 addresses written as IPv6 (`::ffff:10.0.0.1`). */
function listOf(ranges: readonly AddressRange[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix } of ranges) {
    list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
