import type { Decider } from './decider';

/** The outcome of one input. */
export interface Step<Memory, Output> {
  readonly memory: Memory;
  readonly outputs: readonly Output[];
}

/** Sees an input, decides, and remembers the outputs. */
export function step<Memory, Input, Output>(
  decider: Decider<Memory, Input, Output>,
  memory: Memory,
  input: Input,
): Step<Memory, Output> {
  const seen = decider.evolve(memory, input);
  const outputs = decider.decide(input, seen, memory);
  let said = seen;
  for (const output of outputs) said = decider.evolve(said, output);
  return { memory: said, outputs };
}
