import Connection from 'kafkajs/src/network/connection.js';

let mended = false;

/**
 * kafkajs (2.2.4) opens a socket for each of those who want a connection at the same time, and knows only the last one.
 * The others stay open, and when a broker ends one of them, because it is idle, all that is under way on the one in use
 * fails. From now on they wait for the same one.
 */
export function connectOnce(): void {
  if (mended) return;
  mended = true;
  const { connect } = Connection.prototype;
  const connecting = new WeakMap<Connection, Promise<unknown>>();
  Connection.prototype.connect = function once(): Promise<unknown> {
    const known = connecting.get(this);
    if (known !== undefined) return known;
    const opening = connect.call(this).finally(() => connecting.delete(this));
    connecting.set(this, opening);
    return opening;
  };
}
