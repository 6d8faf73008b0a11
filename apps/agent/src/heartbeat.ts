import type { Heartbeat } from '@panto/model';
import { catchError, EMPTY, exhaustMap, from, merge, type Observable, timer } from 'rxjs';

/** Time between heartbeats, ms. */
export const heartbeatInterval = 20_000;

/** What beating needs. */
export interface Beating {
  /** What there is to tell; null: nothing yet. */
  readonly present: () => Heartbeat | null;
  readonly send: (heartbeat: Heartbeat) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  /** Moments at which there is something new to tell. */
  readonly news: Observable<unknown>;
}

/** Sends a heartbeat every 20 s and at news; one that is still being sent takes the place of those after it. */
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
