/**
 * A fold as plain functions over plain data. An input changes what was *seen*; an output changes what was
 * *said*; `decide` publishes the difference. Time is an input too, so everything can be replayed.
 */
export interface Decider<Memory, Input, Output> {
  /** The memory of a key about which nothing is known. */
  initial(key: string): Memory;
  /** The memory after a fact. Returns the same reference when there is nothing to remember. */
  evolve(memory: Memory, fact: Input | Output): Memory;
  /** The outputs for an input, given the memory that has seen it and the one before. Total and deterministic. */
  decide(input: Input, memory: Memory, before: Memory): readonly Output[];
  /** The first moment (ms) at which time alone changes something and a `tick` is needed; undefined: none. */
  dueAt?(memory: Memory): number | undefined;
  /** The input that reports that time has passed; required if there is a `dueAt`. */
  tick?(time: number): Input;
  /**
   * Reads from each memory what its next input will read, and discards it. The memories of different keys are
   * far apart in RAM, and a CPU asked for several of them waits for all at once. Returns an arbitrary number
   * that depends on everything read, so that no compiler can drop the reads.
   */
  prefetch?(memories: readonly Memory[]): number;
}
