import Connection from 'kafkajs/src/network/connection.js';

/** Every frame begins with its size, an int32. */
const sizeLength = 4;

let mended = false;

/**
 * kafkajs (2.2.4) keeps the half of a frame that had come when a connection broke, and takes what comes over the next
 * one for the other half: no answer is understood any more, and whoever asks waits for ever. From now on a connection
 * begins with nothing. It also keeps the nothing that is left after a frame, and joins it with the next one, for which
 * all of that is copied.
 */
export function beginWithFreshFrames(): void {
  if (mended) return;
  mended = true;
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
}
