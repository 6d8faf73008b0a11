import { brokerSteps, handle } from './broker';
import { explore, type Exploration, type Step, type System } from './explore';
import { outputsOf } from './fold';
import { keyOf } from './key';
import { Worker } from './process';
import type { Setting } from './rules';
import { settle } from './settle';
import { type Budget, committedOf, firstWorld, isIdle, type Message, spend, type World } from './world';

/** Visits every state of two processes that take over a task from each other. */
export function exploreTakeover(setting: Setting, budget: Budget): Exploration {
  const { rules, input } = setting;
  const right = outputsOf('', 0, input.records, input);
  const system: System<World> = {
    initial: firstWorld(budget, rules.oneId ? 1 : 2),
    steps: (world) =>
      [
        ...world.processes.flatMap((_, index) => new Worker(world, index, setting).steps()),
        ...wireSteps(world, setting),
        ...brokerSteps(world, rules),
        ...moves(world),
      ].map(({ says, to }) => ({ says, to: settle(to, rules) })),
    fault: (world) => world.wrong ?? faultOf(world, right),
    isDone: (world) => isDone(world, input.records, right.length),
    key: (world) => keyOf(world, rules.oneId),
  };
  return explore(system);
}

/** Requests arrive in any order; the response goes to the process that still waits for it. */
function wireSteps(world: World, setting: Setting): readonly Step<World>[] {
  return world.wire.flatMap((message, place): readonly Step<World>[] => {
    const { process, kind, last } = message;
    if (last && world.wire.some((one) => isPartOf(one, message))) return [];
    const rest = { ...world, wire: world.wire.filter((_, at) => at !== place) };
    const { world: after, outcome } = handle(rest, message, setting.rules);
    if (outcome === 'wait') return [];
    if (process >= 0) return [new Worker(after, process, setting).answered(kind, outcome)];
    // A commit that was refused sends no further request.
    const isOver = (one: Message): boolean => one.last && isPartOf(message, one);
    const wire = outcome === 'done' ? after.wire : after.wire.filter((one) => !isOver(one));
    const says = outcome === 'done' ? 'arrives, and is done' : 'arrives, and is refused';
    return [{ says: `an old request, ${kind}, ${says}`, to: { ...after, wire } }];
  });
}

function isPartOf(one: Message, end: Message): boolean {
  return !one.last && one.id === end.id && one.epoch === end.epoch;
}

/** The group assigns the task to the other process; the previous owner does not know. */
function moves(world: World): readonly Step<World>[] {
  const moved = spend(world, 'moves');
  if (moved === undefined) return [];
  const owner = 1 - world.owner;
  return [{ says: `the group gives the task to ${owner === 0 ? 'A' : 'B'}`, to: { ...moved, owner } }];
}

/** Outputs are those of one undisturbed process, each once, in order; offsets match outputs and snapshots. */
function faultOf(world: World, right: readonly string[]): string | undefined {
  const said = committedOf(world.out).map(({ memory }) => memory);
  if (said.some((memory, index) => memory !== right[index])) {
    return `the outputs are ${said.join(', ')}; expected ${right.slice(0, said.length).join(', ')}`;
  }
  if (!world.ids.every(isIdle)) return undefined;
  const told = right.filter((memory) => memory.length <= world.offset).length;
  if (told !== said.length)
    return `the committed offset is ${world.offset}, but ${said.length} outputs are there`;
  const position = committedOf(world.snap).at(-1)?.position ?? 0;
  return position === world.offset
    ? undefined
    : `the snapshots stand at ${position}, the committed offset at ${world.offset}`;
}

/** Everything is published and committed, and no open transaction hides anything from readers. */
function isDone(world: World, records: number, outputs: number): boolean {
  return (
    world.offset === records &&
    world.ids.every(isIdle) &&
    committedOf(world.out).length === outputs &&
    [...world.out, ...world.snap].every(({ status }) => status !== 'open')
  );
}
