import type { Heartbeat } from '@panto/model';
import { catchError, EMPTY, exhaustMap, from, merge, type Observable, timer } from 'rxjs';

/** Time between heartbeats, ms. */
export const heartbeatInterval = 20_000;

/** Dependencies of heartbeats. */
export interface Beating {
  /** The heartbeat to send; null: none yet. */
  readonly present: () => Heartbeat | null;
  readonly send: (heartbeat: Heartbeat) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  /** Emits when there is something new to report. */
  readonly news: Observable<unknown>;
}

/** Sends a heartbeat every 20 s and on news. While one is being sent, further ones are dropped. */
export function beat({ present, send, onFailure, news }: Beating): Observable<void> {
  return merge(timer(0, heartbeatInterval), news).pipe(
    exhaustMap(() => {
      const heartbeat = present();
      if (heartbeat === null) return EMPTY;
      return from(send(heartbeat)).pipe(
        catchError((error: unknown) => {
          onFailure(error);
          return EMPTY;
        }),
      );
    }),
  );
}
