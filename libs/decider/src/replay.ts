import type { Decider } from './decider';
import { step, type Step } from './step';

/** Steps through inputs in order. Returns all outputs, and the memory after the last input. */
export function replay<Memory, Input, Output>(
  decider: Decider<Memory, Input, Output>,
  memory: Memory,
  inputs: Iterable<Input>,
): Step<Memory, Output> {
  const outputs: Output[] = [];
  let current = memory;
  for (const input of inputs) {
    const next = step(decider, current, input);
    current = next.memory;
    outputs.push(...next.outputs);
  }
  return { memory: current, outputs };
}
