import Connection from 'kafkajs/src/network/connection.js';
import { once } from './once';

/**
 * kafkajs (2.2.4) opens a socket for each caller that wants a connection at the same time, and knows only the last one.
 * The others stay open, and when a broker closes one of them as idle, every request in flight on the one in use fails.
 * With this fix all callers wait for the same socket.
 */
export const connectOnce = once(() => {
  const { connect } = Connection.prototype;
  const connecting = new WeakMap<Connection, Promise<unknown>>();
  Connection.prototype.connect = function shared(): Promise<unknown> {
    const known = connecting.get(this);
    if (known !== undefined) return known;
    const opening = connect.call(this).finally(() => connecting.delete(this));
    connecting.set(this, opening);
    return opening;
  };
});
