import type { Heartbeat } from '@panto/model';
import { EMPTY, exhaustMap, from, type Observable, timer, catchError } from 'rxjs';

/** Time between heartbeats, ms. */
export const heartbeatInterval = 20_000;

/** Sends a heartbeat now and every 20 s; one that takes longer takes the place of those after it. */
export function beat(
  present: () => Heartbeat | null,
  send: (heartbeat: Heartbeat) => Promise<void>,
  onFailure: (error: unknown) => void,
): Observable<void> {
  return timer(0, heartbeatInterval).pipe(
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
