import type { Batch } from './world';

/** The input: the number of records, and those that produce no output. */
export interface Input {
  readonly records: number;
  readonly quiet: readonly number[];
  /** Most records in a batch. */
  readonly batch: number;
}

/** The memory after all records before an offset, which is also the right output there. */
export function memoryAt(offset: number): string {
  return Array.from({ length: offset }, (_, record) => record).join('');
}

/** The outputs for the records from one offset to another. */
export function outputsOf(memory: string, from: number, to: number, { quiet }: Input): readonly string[] {
  return Array.from({ length: to - from }, (_, n) => from + n)
    .filter((record) => !quiet.includes(record))
    .map((record) => memory + memoryAt(record + 1).slice(from));
}

/**
 * Every batch that can be folded from here; `echo` is published with it. A batch without output may or may not include
 * a snapshot.
 */
export function batches(
  memory: string,
  position: number,
  echo: readonly string[],
  input: Input,
): readonly Batch[] {
  const most = Math.max(0, Math.min(input.batch, input.records - position));
  return Array.from({ length: most }, (_, n) => position + n + 1).flatMap((to): readonly Batch[] => {
    const outputs = [...echo, ...outputsOf(memory, position, to, input)];
    const batch = { outputs, memory: memory + memoryAt(to).slice(position), snapshot: true, position: to };
    return outputs.length > 0 ? [batch] : [{ ...batch, snapshot: false }, batch];
  });
}
