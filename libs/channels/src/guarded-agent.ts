import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';

/** Messages may not go to the address of this webhook. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
  constructor(readonly host: string) {
    super(
      `${host} is or resolves to an address that webhooks may not go to; see PANTO_WEBHOOK_ALLOW_PRIVATE`,
    );
  }
}

/** How names are resolved; replaced in tests. */
export type Resolve = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

const resolveBySystem: Resolve = (host, done) => {
  systemLookup(host, { all: true }, done);
};

/**
 * An undici agent that connects only to permitted addresses. A name is resolved once, all of its addresses
 * are checked, and the connection goes to a checked address; finally the connected address is checked again.
 */
export function guardedAgent(
  permits: (address: string) => boolean,
  connectTimeout: number,
  resolve: Resolve = resolveBySystem,
): Agent {
  const lookup: LookupFunction = (host, options, done) => {
    resolve(host, (error, found) => {
      const [first] = found ?? [];
      if (error !== null) done(error, '');
      else if (first === undefined || !found.every(({ address }) => permits(address))) {
        done(new RefusedAddress(host), '');
      } else if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ timeout: connectTimeout, lookup });
  return new Agent({
    connections: 4,
    pipelining: 1,
    connect: (options, done) => {
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !permits(host)) {
        done(new RefusedAddress(host), null);
        return;
      }
      connect(options, (...[error, socket]) => {
        if (error !== null) done(error, null);
        else if (permits(socket.remoteAddress ?? '')) done(null, socket);
        else {
          socket.destroy();
          done(new RefusedAddress(host), null);
        }
      });
    },
  });
}
