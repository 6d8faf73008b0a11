import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiName } from '../ask-broker';
import type { Fault } from '../fault';
import type { WireRule } from '../wire-proxy';
import type { World } from '../world';

const common = { brokers: 0, program: 'app' } as const;

/** Applies a rule until it has struck often enough, or the time is over. */
async function loose(world: World, rule: WireRule, time: number): Promise<string> {
  await sleep(world.random() * 1_000);
  world.wire.arm(rule);
  for (const end = Date.now() + time; Date.now() < end && world.wire.hits < rule.times;) await sleep(100);
  return `${world.wire.disarm()} frames`;
}

const writing: readonly ApiName[] = [
  'InitProducerId',
  'AddPartitionsToTxn',
  'AddOffsetsToTxn',
  'Produce',
  'TxnOffsetCommit',
  'EndTxn',
];

const wireFault = (
  name: string,
  what: string,
  rule: Pick<WireRule, 'apis' | 'side' | 'action'>,
  time = 6_000,
): Fault => ({
  ...common,
  name,
  what,
  strike(world) {
    const times = 1 + Math.floor(world.random() * 4);
    return loose(world, { ...rule, chance: 0.5, times }, time);
  },
});

/** What can happen between a process and the brokers, by the kind of request. */
export const wireFaults: readonly Fault[] = [
  wireFault('end-answer-lost', 'EndTxn is carried out, its response never arrives: was it committed?', {
    apis: ['EndTxn'],
    side: 'answer',
    action: { kind: 'reset' },
  }),
  wireFault('end-lost', 'the connection is reset before EndTxn is sent', {
    apis: ['EndTxn'],
    side: 'request',
    action: { kind: 'reset' },
  }),
  wireFault('produce-delayed', 'Produce waits for two seconds, and so does everything behind it', {
    apis: ['Produce'],
    side: 'request',
    action: { kind: 'delay', time: 2_000 },
  }),
  wireFault(
    'produce-overdue',
    'Produce waits for longer than the transaction timeout: the broker has aborted the transaction meanwhile',
    { apis: ['Produce'], side: 'request', action: { kind: 'delay', time: 26_000 } },
    3_000,
  ),
  wireFault('produce-answer-lost', 'Produce is carried out, its response never arrives', {
    apis: ['Produce'],
    side: 'answer',
    action: { kind: 'reset' },
  }),
  wireFault('offsets-reset', 'the connection is reset before TxnOffsetCommit is sent', {
    apis: ['TxnOffsetCommit'],
    side: 'request',
    action: { kind: 'reset' },
  }),
  wireFault('offsets-answer-lost', 'TxnOffsetCommit is carried out, its response never arrives', {
    apis: ['TxnOffsetCommit'],
    side: 'answer',
    action: { kind: 'reset' },
  }),
  wireFault(
    'partitions-answer-lost',
    'AddPartitionsToTxn or InitProducerId is carried out, its response never arrives',
    {
      apis: ['AddPartitionsToTxn', 'AddOffsetsToTxn', 'InitProducerId'],
      side: 'answer',
      action: { kind: 'reset' },
    },
  ),
  wireFault('cut-request', 'half of a request reaches the broker, then the connection ends', {
    apis: writing,
    side: 'request',
    action: { kind: 'cut' },
  }),
  wireFault('cut-answer', 'half of a response reaches the process, then the connection ends', {
    apis: [...writing, 'Fetch', 'Heartbeat', 'Metadata', 'OffsetFetch', 'ListOffsets', 'FindCoordinator'],
    side: 'answer',
    action: { kind: 'cut' },
  }),
  wireFault(
    'half-open',
    'connections in the middle of a transaction go silent in both directions, without an error',
    { apis: [...writing, 'Fetch'], side: 'request', action: { kind: 'hush' } },
    4_000,
  ),
  {
    ...common,
    name: 'fetched-hurt',
    what: 'in one of four responses to Fetch one bit differs from what the broker has',
    async strike(world) {
      const action = { kind: 'hurt' } as const;
      return loose(world, { apis: ['Fetch'], side: 'answer', action, chance: 0.25, times: 100 }, 5_000);
    },
  },
  {
    ...common,
    name: 'reset-all',
    what: 'every connection is reset at once',
    async strike(world) {
      await sleep(world.random() * 1_500);
      return `${world.wire.resetAll()} sockets`;
    },
  },
  {
    ...common,
    name: 'ticks-stop',
    what: 'ticks do not get through for longer than Missing Data takes, while results and everything else do',
    async strike(world) {
      const holding = world.stage.topic('results');
      const action = { kind: 'reset' } as const;
      const rule: WireRule = {
        apis: ['Produce'],
        side: 'request',
        action,
        chance: 1,
        times: Infinity,
        holding,
      };
      return loose(world, rule, 5_000 + world.random() * 3_000);
    },
  },
];
