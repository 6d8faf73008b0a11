/**
 * A fold as plain functions over plain data. An input changes what was *seen*; an output changes what was
 * *said*; `decide` publishes the difference. Time comes in as an input, so everything replays.
 */
export interface Decider<Memory, Input, Output> {
  /** The memory of a key of which nothing is known. */
  initial(key: string): Memory;
  /** The memory after a fact. Returns the same reference when there is nothing to remember. */
  evolve(memory: Memory, fact: Input | Output): Memory;
  /**
   * What is to be said about an input, given the memory that has already seen it, and the one before. Total and
   * deterministic.
   */
  decide(input: Input, memory: Memory, before: Memory): readonly Output[];
  /** The first moment (ms) at which time itself must be told by a `tick` input; undefined: none. */
  dueAt?(memory: Memory): number | undefined;
  /** The input that tells that time has come; required where there is `dueAt`. */
  tick?(time: number): Input;
  /**
   * Reads of each of the memories what its next input will have read, and does nothing with it: the memories of many keys
   * lie far apart, and a processor that is asked for several waits for all of them at once. Gives back any number that
   * hangs on all that was read, so that no compiler leaves the reads out.
   */
  prefetch?(memories: readonly Memory[]): number;
}
