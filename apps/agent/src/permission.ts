import { BlockList, isIPv6 } from 'node:net';

/** What the owner of the machine allows this Agent to do, whatever the Server says. */
export interface Permission {
  /** Names of Probes; null: all. */
  readonly probes: ReadonlySet<string> | null;
  /** Whether remote Probes may talk to an IP address. */
  readonly permits: (address: string) => boolean;
}

/** Networks in CIDR notation; null: everywhere. */
export function permissionOf(
  probes: readonly string[] | null,
  networks: readonly string[] | null,
): Permission {
  return { probes: probes && new Set(probes), permits: networks ? within(networks) : () => true };
}

/** Whether this is a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  try {
    add(new BlockList(), text);
    return true;
  } catch {
    return false;
  }
}

function within(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) add(list, network);
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function add(list: BlockList, network: string): void {
  const [address = '', length, ...rest] = network.split('/');
  if (length === undefined || !/^\d+$/.test(length) || rest.length > 0)
    throw new Error(`${network} is not a CIDR`);
  list.addSubnet(address, Number(length), isIPv6(address) ? 'ipv6' : 'ipv4');
}
