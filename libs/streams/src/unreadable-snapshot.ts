/** A memory that was restored unread cannot be read: another restoration must read all, and rebuild what it cannot. */
export class UnreadableSnapshot extends Error {
  override readonly name = 'UnreadableSnapshot';
}
