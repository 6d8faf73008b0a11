/** A memory that was restored undecoded cannot be read: another restore must decode all, and rebuild what it cannot. */
export class UnreadableSnapshot extends Error {
  override readonly name = 'UnreadableSnapshot';
}
