import type { RunningTopology } from '@panto/streams';
import { notReady, ready } from './readiness';
import type { Runner } from './runner';

/** A topology as the runner of a process; `run` starts it and receives the function to call when it cannot go on. */
export function topologyRunner(run: (onFatal: (error: Error) => void) => Promise<RunningTopology>): Runner {
  let running: Promise<RunningTopology> | undefined;
  let started: RunningTopology | undefined;
  let tell: (error: unknown) => void = () => undefined;
  return {
    async start() {
      running = run((error) => tell(error));
      started = await running;
    },
    async stop() {
      // A topology that never started has nothing to stop: `start` reports why it did not.
      const topology = await running?.catch(() => undefined);
      await topology?.stop();
    },
    ready: () =>
      started === undefined
        ? notReady('not started')
        : started.ready()
          ? ready
          : notReady('restoring, or waiting for its partitions'),
    onFatal(listener) {
      tell = listener;
    },
  };
}
