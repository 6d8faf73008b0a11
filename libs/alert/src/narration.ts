import type { Alert } from '@panto/model';
import { alertOf, type Telling } from './alert-output';
import { rememberAlert } from './evolve';
import { ownOf, type AlertMemory } from './memory';

/** Emits Alerts one after the other: each is remembered before the next is decided. */
export class Narration {
  private readonly said: { readonly type: 'alert'; readonly alert: Alert }[] = [];

  constructor(
    private current: AlertMemory,
    private readonly check: string,
  ) {}

  /** The memory after all Alerts so far. */
  get memory(): AlertMemory {
    return this.current;
  }

  /** All Alerts so far. */
  get outputs(): readonly { readonly type: 'alert'; readonly alert: Alert }[] {
    return this.said;
  }

  /** Whether the episode of a rule is open. */
  isOpen(rule: string): boolean {
    return ownOf(this.current.episodes, rule) !== undefined;
  }

  /** Emits an Alert. */
  tell(telling: Telling): void {
    const alert = alertOf(this.current, this.check, telling);
    this.said.push({ type: 'alert', alert });
    this.current = rememberAlert(this.current, alert);
  }
}
