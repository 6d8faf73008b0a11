import { type Topology, wholeMemory } from './topology';

/** The inputs of the counting stage. */
export type CountInput =
  | { readonly kind: 'add'; readonly amount: number; readonly at: number }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'tick'; readonly at: number };

/** Its outputs: a sum each time it passes a multiple of its step, and that a key has been quiet. */
export type CountOutput =
  | { readonly kind: 'passed'; readonly sum: number; readonly at: number }
  | { readonly kind: 'quiet'; readonly times: number; readonly at: number }
  | { readonly kind: 'odd' };

/** What it remembers of a key. */
export interface CountMemory {
  readonly sum: number;
  readonly step: number;
  readonly told: number;
  readonly due: number | null;
  readonly quiet: number;
}

const quietAfter = 5_000;
const blank: CountMemory = { sum: 0, step: 0, told: 0, due: null, quiet: 0 };

function evolve(memory: CountMemory, fact: CountInput | CountOutput): CountMemory {
  switch (fact.kind) {
    case 'add':
      if (memory.step === 0) return memory;
      return { ...memory, sum: memory.sum + fact.amount, due: fact.at + quietAfter, quiet: 0 };
    case 'step':
      return fact.step === 0 ? blank : { ...memory, step: fact.step };
    case 'tick':
      return { ...memory, due: fact.at + quietAfter, quiet: memory.quiet + 1 };
    case 'passed':
      return { ...memory, told: Math.floor(fact.sum / memory.step) };
    case 'quiet':
    case 'odd':
      return memory;
  }
}

function decide(input: CountInput, memory: CountMemory): readonly CountOutput[] {
  if (input.kind === 'step' || memory.step === 0) return [];
  // Only every second time, so that a timer sometimes changes a memory without an output.
  if (input.kind === 'tick') {
    return memory.quiet % 2 === 1 ? [{ kind: 'quiet', times: memory.quiet, at: input.at }] : [];
  }
  if (input.amount === 13) throw new Error('thirteen');
  if (input.amount === 99) return [{ kind: 'odd' }];
  const passed = Math.floor(memory.sum / memory.step) !== memory.told;
  return passed ? [{ kind: 'passed', sum: memory.sum, at: input.at }] : [];
}

/**
 * A small stage with everything that a runtime must get right: a table, timers, notes, dead letters, silence. It serves
 * specs, fault runs and benchmarks of the runtime; topics begin with `prefix`.
 */
export function counting(prefix: string): Topology<CountMemory, CountInput, CountOutput> {
  return {
    name: 'counting',
    inputs: [
      {
        topic: `${prefix}amounts`,
        role: 'stream',
        read(record, clock) {
          const time = Math.max(record.timestamp, clock);
          const key = record.key?.toString() ?? '';
          if (record.value === null) return { kind: 'time', time };
          const amount = Number(record.value.toString());
          if (Number.isNaN(amount)) return { kind: 'dead', reason: 'not-a-number', detail: key, time };
          if (amount < 0) return { kind: 'skip', reason: 'negative', time };
          return { kind: 'input', key, input: { kind: 'add', amount, at: time }, time };
        },
        ready: (_input, memory) => memory.step > 0,
      },
      {
        topic: `${prefix}steps`,
        role: 'table',
        read: (record) => ({
          kind: 'input',
          key: record.key?.toString() ?? '',
          input: { kind: 'step', step: Number(record.value?.toString() ?? '0') },
        }),
      },
    ],
    outputs: [`${prefix}sums`],
    snapshots: `${prefix}counting-snapshots`,
    deadLetters: `${prefix}dead-letters.counting`,
    ticksTo: [`${prefix}sums`],
    decider: {
      initial: () => blank,
      evolve,
      decide,
      dueAt: (memory) => memory.due ?? undefined,
      tick: (at) => ({ kind: 'tick', at }),
    },
    memory: wholeMemory({
      encode: (memory) => Buffer.from(JSON.stringify(memory)),
      decode: (bytes) => JSON.parse(bytes.toString()) as CountMemory,
    }),
    write: (output, key) =>
      output.kind === 'odd'
        ? { kind: 'note', reason: 'odd' }
        : {
            kind: 'record',
            record: {
              topic: `${prefix}sums`,
              key,
              value: Buffer.from(JSON.stringify(output)),
              timestamp: output.at,
            },
          },
    forgettable: (memory) => memory.step === 0,
  };
}
