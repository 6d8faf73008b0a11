/** A step that can be taken in a state. */
export interface Step<State> {
  /** What happens, as a sentence. */
  readonly says: string;
  readonly to: State;
}

/** A system of states, explored from its initial one. */
export interface System<State> {
  readonly initial: State;
  /** Every step that can be taken. */
  steps(state: State): readonly Step<State>[];
  /** What must not be, or undefined. */
  fault(state: State): string | undefined;
  /** Whether everything is done that has to be done. */
  isDone(state: State): boolean;
  /** Equal states have equal texts. */
  key(state: State): string;
}

/** The result of an exploration. */
export interface Exploration {
  readonly states: number;
  readonly steps: number;
  /** What is wrong, and the shortest way there; undefined: nothing is wrong in any reachable state. */
  readonly fault: { readonly says: string; readonly way: readonly string[] } | undefined;
}

interface Node<State> {
  readonly state: State;
  readonly from: number;
  readonly says: string;
}

/** Number of states at which an exploration gives up: the system is larger than expected. */
const most = 5_000_000;

/**
 * Visits every reachable state, breadth first, so that the way to a fault is a shortest one. If no fault is found,
 * tests that from every state the system can still reach one in which everything is done.
 */
export function explore<State>(system: System<State>): Exploration {
  const nodes: Node<State>[] = [{ state: system.initial, from: -1, says: 'the beginning' }];
  const known = new Map<string, number>([[system.key(system.initial), 0]]);
  const edges: number[] = [];
  for (let at = 0; at < nodes.length; at += 1) {
    const { state } = nodes[at] as Node<State>;
    const says = system.fault(state);
    if (says !== undefined)
      return { states: nodes.length, steps: edges.length / 2, fault: { says, way: wayTo(nodes, at) } };
    for (const step of system.steps(state)) {
      const key = system.key(step.to);
      let to = known.get(key);
      if (to === undefined) {
        to = nodes.length;
        known.set(key, to);
        nodes.push({ state: step.to, from: at, says: step.says });
      }
      edges.push(at, to);
    }
    if (nodes.length > most) throw new Error(`more than ${most} states; make the system smaller`);
  }
  const stuck = firstStuck(nodes, edges, system);
  const counts = { states: nodes.length, steps: edges.length / 2 };
  if (stuck < 0) return { ...counts, fault: undefined };
  return { ...counts, fault: { says: 'from here it can never be done', way: wayTo(nodes, stuck) } };
}

/** The first state from which no done state can be reached; -1: there is none. */
function firstStuck<State>(
  nodes: readonly Node<State>[],
  edges: readonly number[],
  system: System<State>,
): number {
  const heads = new Int32Array(nodes.length).fill(-1);
  const nexts = new Int32Array(edges.length / 2);
  for (let edge = 0; edge < nexts.length; edge += 1) {
    const to = edges[2 * edge + 1] as number;
    nexts[edge] = heads[to] as number;
    heads[to] = edge;
  }
  const able = new Uint8Array(nodes.length);
  const queue: number[] = [];
  nodes.forEach(({ state }, index) => {
    if (!system.isDone(state)) return;
    able[index] = 1;
    queue.push(index);
  });
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (let edge = heads[at] as number; edge >= 0; edge = nexts[edge] as number) {
      const from = edges[2 * edge] as number;
      if (able[from] === 1) continue;
      able[from] = 1;
      queue.push(from);
    }
  }
  return able.indexOf(0);
}

function wayTo<State>(nodes: readonly Node<State>[], index: number): readonly string[] {
  const way: string[] = [];
  for (let at = index; at > 0; at = nodes[at]?.from ?? 0) way.unshift(nodes[at]?.says ?? '');
  return way;
}
