import { jest } from '@jest/globals';
import { silentLogger } from '@panto/streams';
import type { KafkaClient } from './kafka-client';
import { type GroupTiming, KafkaMembership } from './kafka-membership';
import { kafkaSettings } from './kafka-settings';

type Listener = (event: { readonly payload: object }) => void;

/**
 * Consumers that join at once and are silent afterwards, except for the first `hanging` ones, which do not even join;
 * counts them. `farewell`: what their disconnecting waits for.
 */
function consumers(hanging = 0, farewell: Promise<void> = Promise.resolve()) {
  const made = { count: 0, left: 0, run: 0, connecting: Promise.resolve() };
  const consumer = () => {
    made.count += 1;
    const listeners = new Map<string, Listener>();
    return {
      on: (name: string, listener: Listener) => void listeners.set(name, listener),
      connect: () => made.connecting,
      subscribe: async () => undefined,
      pause: () => undefined,
      disconnect: async () => {
        made.left += 1;
        await farewell;
      },
      run: async () => {
        made.run += 1;
        if (made.count <= hanging) return;
        listeners.get('consumer.group_join')?.({ payload: { memberAssignment: { t: [0] } } });
      },
    };
  };
  // Only consumers of kafkajs are used here.
  const client = { kafka: { consumer }, settings: kafkaSettings({}), logger: silentLogger };
  return { made, client: client as unknown as KafkaClient };
}

/** A membership that has joined its group. */
async function joined(
  client: KafkaClient,
  timing: Omit<GroupTiming, 'heartbeatInterval'>,
  onAssigned: (tasks: readonly number[]) => void = () => undefined,
): Promise<KafkaMembership> {
  const options = { group: 'g', topics: ['t'], tasks: 1, onAssigned, onLost: () => undefined };
  const membership = new KafkaMembership(client, options, { heartbeatInterval: 20, ...timing });
  await membership.join();
  return membership;
}

describe('a membership when the clock is set', () => {
  afterEach(() => jest.restoreAllMocks());

  const member = async (by: number) => {
    const { made, client } = consumers();
    const membership = await joined(client, { sessionTimeout: 1_000, rebalanceTimeout: 1_000 });
    const now = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + by);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await membership.leave();
    return made;
  };

  it('rejoins if it was set back, since kafkajs would send no heartbeat until it catches up', async () => {
    expect(await member(-3_600_000)).toMatchObject({ count: 2, left: 2 });
  });

  it('stays if it was set forward', async () => {
    expect(await member(3_600_000)).toMatchObject({ count: 1, left: 1 });
  });
});

describe('a membership whose consumer hangs', () => {
  it.each([
    ['before it has joined', 1, 2],
    ['as a member that hears nothing', 0, 2],
  ])('replaces the consumer after a while: %s', async (_, hanging, count) => {
    const { made, client } = consumers(hanging);
    const assigned: (readonly number[])[] = [];
    const onAssigned = (tasks: readonly number[]): void => void assigned.push(tasks);
    const membership = await joined(client, { sessionTimeout: 150, rebalanceTimeout: 150 }, onAssigned);
    for (const end = Date.now() + 5_000; Date.now() < end && made.count < count;) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await membership.leave();
    expect(made.count).toBe(count);
    expect(assigned[0]).toEqual([0]);
  });

  it('can still be left', async () => {
    const { made, client } = consumers(0, new Promise(() => undefined));
    const membership = await joined(client, { sessionTimeout: 100, rebalanceTimeout: 1_000 });
    await membership.leave();
    expect(made.left).toBe(1);
  });
});

describe('a membership that is left while it rejoins', () => {
  it('does not rejoin', async () => {
    const { made, client } = consumers();
    const membership = await joined(client, { sessionTimeout: 100, rebalanceTimeout: 100 });
    let connected = (): void => undefined;
    made.connecting = new Promise((resolve) => (connected = resolve));
    for (const end = Date.now() + 5_000; Date.now() < end && made.count < 2;) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await membership.leave();
    connected();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([made.count, made.run]).toEqual([2, 1]);
  });
});
