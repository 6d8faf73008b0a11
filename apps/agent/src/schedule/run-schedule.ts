import { catchError, EMPTY, finalize, from, mergeMap, Observable } from 'rxjs';
import type { AgentCheck } from '../configuration/agent-configuration';
import type { Due, Schedule } from './schedule';

/** Dependencies of running a schedule. */
export interface ScheduleRun {
  readonly schedule: Schedule;
  readonly configurations: Observable<{ readonly checks: readonly AgentCheck[] }>;
  readonly now: () => number;
  /** Maximum number of concurrent Probes; further due ones wait, each Check at most once. */
  readonly concurrency: number;
  readonly run: (check: AgentCheck) => Promise<void>;
  readonly onDue: (due: Due) => void;
  readonly onError: (check: AgentCheck, error: unknown) => void;
}

/** Maximum sleep, ms: a change of the system clock is noticed within it. */
const longestSleep = 1_000;

/** Runs Checks when they are due, for as long as there is a subscriber. A failing one stops nothing. */
export function runSchedule(options: ScheduleRun): Observable<never> {
  const { schedule, concurrency } = options;
  return dueChecks(options).pipe(
    mergeMap(
      (check) =>
        from(schedule.holds(check) ? options.run(check) : Promise.resolve()).pipe(
          catchError((error: unknown) => {
            options.onError(check, error);
            return EMPTY;
          }),
          mergeMap(() => EMPTY),
          finalize(() => schedule.finished(check.id)),
        ),
      concurrency,
    ),
  );
}

function dueChecks({ schedule, configurations, now, onDue }: ScheduleRun): Observable<AgentCheck> {
  return new Observable((subscriber) => {
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const due = schedule.take(now());
      onDue(due);
      const next = schedule.nextDue();
      if (next !== null) timer = setTimeout(look, Math.min(longestSleep, Math.max(1, next - now())));
      due.run.forEach((check) => subscriber.next(check));
    };
    const following = configurations.subscribe({
      next: ({ checks }) => {
        schedule.replan(checks, now());
        look();
      },
      error: (error: unknown) => subscriber.error(error),
    });
    return () => {
      clearTimeout(timer);
      following.unsubscribe();
    };
  });
}
