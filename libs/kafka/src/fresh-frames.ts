import Connection from 'kafkajs/src/network/connection.js';

/** Every frame begins with its size, an int32. */
const sizeLength = 4;

let mended = false;

/**
 * kafkajs (2.2.4) keeps the half of a frame that had come when a connection broke, and takes what comes over the next
 * one for the other half: no answer is understood any more, and whoever asks waits for ever. From now on a connection
 * begins with nothing.
 */
export function beginWithFreshFrames(): void {
  if (mended) return;
  mended = true;
  const connect = Connection.prototype.connect;
  Connection.prototype.connect = function freshly(): Promise<unknown> {
    if (!this.isConnected()) {
      this.chunks = [];
      this.bytesBuffered = 0;
      this.bytesNeeded = sizeLength;
    }
    return connect.call(this);
  };
}
