import type { Values } from './table';

/** Values by key, with an index by Target. */
export class ByTarget<Value extends { readonly target: string }> implements Values<Value> {
  private readonly values = new Map<string, Value>();
  private readonly keys = new Map<string, Set<string>>();

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  /** The values of a Target. */
  of(target: string): readonly Value[] {
    return [...(this.keys.get(target) ?? [])].flatMap((key) => this.values.get(key) ?? []);
  }

  set(key: string, value: Value): void {
    this.delete(key);
    this.values.set(key, value);
    const keys = this.keys.get(value.target) ?? new Set<string>();
    this.keys.set(value.target, keys.add(key));
  }

  delete(key: string): void {
    const target = this.values.get(key)?.target;
    if (target === undefined) return;
    this.values.delete(key);
    const keys = this.keys.get(target);
    keys?.delete(key);
    if (keys?.size === 0) this.keys.delete(target);
  }
}
