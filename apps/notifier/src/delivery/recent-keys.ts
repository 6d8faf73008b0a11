/** The most recent keys, up to a bound. */
export class RecentKeys {
  private readonly keys = new Set<string>();

  constructor(private readonly most: number) {}

  /** Adds a key; false: it is already among them. */
  take(key: string): boolean {
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    const [oldest] = this.keys;
    if (this.keys.size > this.most && oldest !== undefined) this.keys.delete(oldest);
    return true;
  }
}
