import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { RecordBatchWriter } from './record-batch-writer';

/** Bytes of a batch, and requests that may be in flight. */
const batchBytes = 256 * 1024;
const inFlight = 8;

const produce = { key: 0, version: 7 };

/**
 * Produces as fast as one core can: Produce requests over a plain socket to the only broker, in order. Any error ends
 * the bench.
 */
export class Sender {
  private readonly batches = new Map<
    string,
    { topic: string; partition: number; writer: RecordBatchWriter }
  >();
  private readonly waiters: (() => void)[] = [];
  private received: Buffer = Buffer.alloc(0);
  private pending = 0;
  private correlation = 0;
  private fault: Error | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.receive(chunk));
    const lost = (error?: Error): void => this.fail(error ?? new Error('the broker closed the connection'));
    socket.on('error', lost);
    socket.on('close', () => lost());
  }

  /** Connects to a broker, `host:port`. */
  static async open(broker: string): Promise<Sender> {
    const colon = broker.lastIndexOf(':');
    const socket = connect({ host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)) });
    socket.setNoDelay(true);
    await once(socket, 'connect');
    return new Sender(socket);
  }

  /** Takes a record; returns a promise to wait for when the broker has to catch up. */
  send(topic: string, partition: number, key: Buffer, value: Buffer): Promise<void> | undefined {
    const name = `${topic}/${partition}`;
    let batch = this.batches.get(name);
    if (batch === undefined) {
      batch = { topic, partition, writer: new RecordBatchWriter(batchBytes) };
      this.batches.set(name, batch);
    }
    if (batch.writer.add(key, value)) return undefined;
    this.push(topic, partition, batch.writer);
    if (!batch.writer.add(key, value)) throw new Error(`a record of ${value.length} bytes fits no batch`);
    return this.pending < inFlight ? undefined : this.below(inFlight);
  }

  /** Sends what has been gathered without waiting for responses. */
  push(topic: string, partition: number, writer: RecordBatchWriter): void {
    if (this.fault !== undefined) throw this.fault;
    const body = produceBody(topic, partition, writer.finish(Date.now()));
    const header = Buffer.alloc(14);
    header.writeInt32BE(10 + body.reduce((sum, part) => sum + part.length, 0), 0);
    header.writeInt16BE(produce.key, 4);
    header.writeInt16BE(produce.version, 6);
    header.writeInt32BE(this.correlation++, 8);
    header.writeInt16BE(-1, 12);
    this.pending += 1;
    for (const part of [header, ...body]) this.socket.write(part);
  }

  /** Sends everything that is buffered, without waiting. */
  pushAll(): void {
    for (const { topic, partition, writer } of this.batches.values()) {
      if (writer.count > 0) this.push(topic, partition, writer);
    }
  }

  /** Resolves when everything has been written. */
  async flush(): Promise<void> {
    this.pushAll();
    await this.below(1);
  }

  close(): void {
    this.socket.removeAllListeners('close');
    this.socket.end();
  }

  private async below(count: number): Promise<void> {
    while (this.pending >= count) {
      if (this.fault !== undefined) throw this.fault;
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
    if (this.fault !== undefined) throw this.fault;
  }

  private fail(fault: Error): void {
    this.fault ??= fault;
    for (const wake of this.waiters.splice(0)) wake();
  }

  private receive(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    while (this.received.length >= 4) {
      const end = 4 + this.received.readInt32BE(0);
      if (this.received.length < end) return;
      const error = errorOf(this.received.subarray(4, end));
      this.received = this.received.subarray(end);
      this.pending -= 1;
      if (error !== 0) this.fail(new Error(`the broker refused a batch (error ${error} of Produce)`));
      for (const wake of this.waiters.splice(0)) wake();
    }
  }
}

/** A request with one batch for one partition. */
function produceBody(topic: string, partition: number, batch: Buffer): readonly Buffer[] {
  const name = Buffer.from(topic);
  const head = Buffer.alloc(28 + name.length);
  let at = head.writeInt16BE(-1, 0); // no transactional id
  at = head.writeInt16BE(-1, at); // acknowledged by all replicas
  at = head.writeInt32BE(30_000, at);
  at = head.writeInt32BE(1, at);
  at = head.writeInt16BE(name.length, at);
  at += name.copy(head, at);
  at = head.writeInt32BE(1, at);
  at = head.writeInt32BE(partition, at);
  at = head.writeInt32BE(batch.length, at);
  return [head.subarray(0, at), batch];
}

/** Error code of the only partition in a response. */
function errorOf(answer: Buffer): number {
  const nameLength = answer.readInt16BE(8);
  return answer.readInt16BE(10 + nameLength + 4 + 4);
}
