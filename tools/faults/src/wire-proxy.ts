import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiKeys, type ApiName } from './ask-broker';
import { Frames } from './frames';

/** What is done to a frame. */
export type WireAction =
  /** It waits; so does everything behind it on the connection. */
  | { readonly kind: 'delay'; readonly time: number }
  /** It is not forwarded, and the connection is reset. */
  | { readonly kind: 'reset' }
  /** Half of it is forwarded, then the connection is closed. */
  | { readonly kind: 'cut' }
  /** One bit near its end is flipped. */
  | { readonly kind: 'hurt' }
  /** From here on nothing passes in either direction, and no error is reported. */
  | { readonly kind: 'hush' };

/** When something is done: to requests of some kind on their way, or to their responses. */
export interface WireRule {
  readonly apis: readonly ApiName[];
  readonly side: 'request' | 'answer';
  readonly action: WireAction;
  /** Probability for each matching frame, 0 to 1. */
  readonly chance: number;
  /** How often at most. */
  readonly times: number;
  /** Only requests that contain this text, for example the name of a topic. */
  readonly holding?: string;
}

interface Armed {
  readonly rule: WireRule;
  hits: number;
}

/** Requests on a connection that are not answered yet, by correlation id: they decide the rule for the response. */
type Asked = Map<number, { readonly api: number; readonly frame: Buffer }>;

/**
 * A proxy between clients and brokers that knows where a frame of Kafka's protocol begins, and damages some of them.
 */
export class WireProxy {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private armed: Armed | undefined;

  constructor(private readonly random: () => number) {}

  /** Opens a port for each broker; returns it by the broker's address. */
  async open(addresses: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const ways = await Promise.all(
      addresses.map(async (address) => {
        const server = createServer((client) => this.serve(client, address));
        this.servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        return [address, (server.address() as AddressInfo).port] as const;
      }),
    );
    return new Map(ways);
  }

  /** From now on frames are damaged by this rule. */
  arm(rule: WireRule): void {
    this.armed = { rule, hits: 0 };
  }

  /** Lets everything through again; returns how many frames were damaged. Connections that hang stay that way. */
  disarm(): number {
    const hits = this.hits;
    this.armed = undefined;
    return hits;
  }

  /** How many frames the rule has hit so far. */
  get hits(): number {
    return this.armed?.hits ?? 0;
  }

  /** Resets every connection. */
  resetAll(): number {
    for (const socket of this.sockets) socket.resetAndDestroy();
    return this.sockets.size;
  }

  /** Closes everything. */
  close(): void {
    for (const server of this.servers) server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private serve(client: Socket, address: string): void {
    const [host = '', port = ''] = address.split(':');
    const broker = connect({ host, port: Number(port) });
    const asked: Asked = new Map();
    const pair = { hushed: false };
    this.pump(client, broker, pair, (frame) => {
      if (frame.length >= 12) asked.set(frame.readInt32BE(8), { api: frame.readInt16BE(4), frame });
      return this.actionFor('request', frame.length >= 12 ? frame.readInt16BE(4) : -1, frame);
    });
    this.pump(broker, client, pair, (frame) => {
      const request = asked.get(frame.readInt32BE(4));
      asked.delete(frame.readInt32BE(4));
      return request && this.actionFor('answer', request.api, request.frame);
    });
  }

  private actionFor(side: WireRule['side'], api: number, request: Buffer): WireAction | undefined {
    const { armed } = this;
    if (armed === undefined || armed.rule.side !== side || armed.hits >= armed.rule.times) return undefined;
    const { apis, holding, chance, action } = armed.rule;
    if (!apis.some((name) => apiKeys[name] === api)) return undefined;
    if (holding !== undefined && !request.includes(holding)) return undefined;
    if (this.random() >= chance) return undefined;
    armed.hits += 1;
    return action;
  }

  /** Forwards frames in order, each after what is done to it. */
  private pump(
    from: Socket,
    to: Socket,
    pair: { hushed: boolean },
    judge: (frame: Buffer) => WireAction | undefined,
  ): void {
    const frames = new Frames();
    this.sockets.add(from);
    let turn = Promise.resolve();
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      for (const frame of frames.take(chunk)) {
        const action = judge(frame);
        turn = turn.then(() => pass(frame, action, from, to, pair));
      }
    });
    const over = () => {
      this.sockets.delete(from);
      // A peer on a hushed connection does not learn that the other side is gone.
      if (!pair.hushed) turn = turn.then(() => void to.destroy());
    };
    from.once('close', over);
    from.once('error', over);
  }
}

async function pass(
  frame: Buffer,
  action: WireAction | undefined,
  from: Socket,
  to: Socket,
  pair: { hushed: boolean },
): Promise<void> {
  if (pair.hushed || to.destroyed) return;
  switch (action?.kind) {
    case undefined:
      to.write(frame);
      return;
    case 'delay':
      await sleep(action.time);
      to.write(frame);
      return;
    case 'reset':
      from.resetAndDestroy();
      to.resetAndDestroy();
      return;
    case 'cut':
      to.write(frame.subarray(0, Math.ceil(frame.length / 2)), () => {
        from.destroy();
        to.destroy();
      });
      return;
    case 'hurt':
      frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 1, frame.length - 1);
      to.write(frame);
      return;
    case 'hush':
      pair.hushed = true;
  }
}
