/** The keys that came last, up to a bound. */
export class RecentKeys {
  private readonly keys = new Set<string>();

  constructor(private readonly most: number) {}

  /** Takes a key; false: it is among them already. */
  take(key: string): boolean {
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    const [oldest] = this.keys;
    if (this.keys.size > this.most && oldest !== undefined) this.keys.delete(oldest);
    return true;
  }
}
