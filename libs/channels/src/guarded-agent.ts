import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';

/** The address of a webhook is not one that messages may go to. */
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
 * An undici agent whose connections go to permitted addresses only. A name is resolved once, every one of its
 * addresses is checked, and the connection is made to what was checked; then the connected address is looked at.
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
