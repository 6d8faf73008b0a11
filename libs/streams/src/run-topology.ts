import type { CommitPointHook } from './commit-point';
import type { Log } from './log';
import { type Logger, silentLogger } from './logger';
import { type Meter, silentMeter } from './meter';
import { defaultRunSettings, type RunSettings } from './run-settings';
import { Stage } from './stage';
import type { Topology } from './topology';
import { partitionFault, topicsOf } from './topology-topics';

/** How a topology is run; everything has a default. */
export interface RunOptions {
  readonly settings?: Partial<RunSettings>;
  readonly logger?: Logger;
  readonly meter?: Meter;
  /** Present time, ms. */
  readonly now?: () => number;
  /** A number from 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
  /** Called once, when the stage cannot go on: the process should end and be restarted. */
  readonly onFatal?: (error: Error) => void;
  /** Called at every instant at which a process can die; for fault runs. */
  readonly onCommitPoint?: CommitPointHook;
  /** Stops the stage when it aborts. */
  readonly signal?: AbortSignal;
}

/** A stage that runs in this process. */
export interface RunningTopology {
  /** Name of the group that shares the work. */
  readonly group: string;
  /** Partitions that this process currently owns. */
  readonly partitions: readonly number[];
  /** True while everything that is assigned to this process is being processed. */
  ready(): boolean;
  /** Commits what is in flight, leaves the group, and resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** Runs this process's share of a topology on a log. Rejects if the topics are not as the topology needs them. */
export async function runTopology<Memory, Input, Output>(
  topology: Topology<Memory, Input, Output>,
  log: Log,
  options: RunOptions = {},
): Promise<RunningTopology> {
  const partitions = await agreedPartitions(topology, log);
  const { logger = silentLogger } = options;
  let fatal = false;
  const stage = new Stage(
    {
      topology,
      log,
      settings: { ...defaultRunSettings, ...options.settings },
      logger,
      meter: options.meter ?? silentMeter,
      now: options.now ?? Date.now,
      random: options.random ?? Math.random,
      onFatal: (error) => {
        if (fatal) return;
        fatal = true;
        options.onFatal?.(error);
      },
      onCommitPoint: options.onCommitPoint,
    },
    await log.openReader(),
    partitions,
  );
  const { signal } = options;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    signal?.removeEventListener('abort', stopAlone);
    return (stopped ??= stage.stop());
  };
  const badly = (error: unknown): void =>
    logger.error({ stage: topology.name, error: String(error) }, 'the stage did not stop cleanly');
  // Nothing awaits it, unless `stop` is called as well.
  const stopAlone = (): void => void stop().catch(badly);
  try {
    await stage.start();
  } catch (error) {
    await stop().catch(badly);
    throw error;
  }
  if (signal?.aborted === true) await stop();
  signal?.addEventListener('abort', stopAlone, { once: true });
  return {
    group: stage.group,
    get partitions() {
      return stage.owned;
    },
    ready: () => !fatal && stage.ready,
    stop,
  };
}

/** A stage writes to the partition it reads from, so all its topics must have the same number of partitions. */
async function agreedPartitions<Memory, Input, Output>(
  topology: Topology<Memory, Input, Output>,
  log: Log,
): Promise<number> {
  const topics = topicsOf(topology);
  const counts = await log.partitionCounts(topics);
  const fault = partitionFault(topology.name, topics, counts);
  if (fault !== undefined) throw new Error(fault);
  return counts[0] ?? 0;
}
