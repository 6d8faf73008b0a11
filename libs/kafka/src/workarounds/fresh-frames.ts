import Connection from 'kafkajs/src/network/connection.js';
import { once } from './once';

/** Every frame begins with its size, an int32. */
const sizeLength = 4;

/**
 * kafkajs (2.2.4) keeps the partial frame that had arrived when a connection broke, and takes what arrives over the
 * next one for the remainder: no response is understood any more, and callers wait indefinitely. With this fix a
 * connection starts with an empty buffer. kafkajs also keeps the empty remainder after a frame and joins it with the
 * next chunk, which copies all of that chunk.
 */
export const beginWithFreshFrames = once(() => {
  const { connect, processData } = Connection.prototype;
  Connection.prototype.connect = function freshly(): Promise<unknown> {
    if (!this.isConnected()) {
      this.chunks = [];
      this.bytesBuffered = 0;
      this.bytesNeeded = sizeLength;
    }
    return connect.call(this);
  };
  Connection.prototype.processData = function unjoined(bytes: Buffer): void {
    if (this.bytesBuffered === 0) this.chunks = [];
    processData.call(this, bytes);
  };
});
