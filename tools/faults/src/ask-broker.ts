import { connect } from 'node:net';

/** API keys of the requests that are distinguished here (source: kafka.apache.org/protocol). */
export const apiKeys = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  SyncGroup: 14,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
  DescribeQuorum: 55,
  ListTransactions: 66,
} as const;

/** Name of a request. */
export type ApiName = keyof typeof apiKeys;

/** A request in bytes; `flexible`: its header ends with tagged fields. */
export interface BrokerRequest {
  readonly api: ApiName;
  readonly version: number;
  readonly flexible: boolean;
  readonly body: Buffer;
}

const patience = 5_000;

/** Sends a broker one request over its own connection, and returns the body of the response. */
export function askBroker(address: string, request: BrokerRequest): Promise<Buffer> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), timeout: patience });
    const chunks: Buffer[] = [];
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('connect', () => socket.write(frame(request)));
    socket.once('error', fail);
    socket.once('timeout', () => fail(new Error(`${address} does not answer ${request.api}`)));
    socket.once('close', () => fail(new Error(`${address} closed the connection on ${request.api}`)));
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const answer = Buffer.concat(chunks);
      if (answer.length < 4 || answer.length < 4 + answer.readInt32BE(0)) return;
      resolve(answer.subarray(request.flexible ? 9 : 8));
      socket.destroy();
    });
  });
}

function frame({ api, version, flexible, body }: BrokerRequest): Buffer {
  const client = Buffer.from('faults');
  const header = Buffer.alloc(14);
  header.writeInt16BE(apiKeys[api], 4);
  header.writeInt16BE(version, 6);
  header.writeInt32BE(1, 8);
  header.writeInt16BE(client.length, 12);
  const whole = Buffer.concat([header, client, Buffer.alloc(flexible ? 1 : 0), body]);
  whole.writeInt32BE(whole.length - 4, 0);
  return whole;
}

/** Reads the parts of a response in order. */
export class Answer {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  int16(): number {
    return this.bytes.readInt16BE((this.at += 2) - 2);
  }

  int32(): number {
    return this.bytes.readInt32BE((this.at += 4) - 4);
  }

  int64(): number {
    return Number(this.bytes.readBigInt64BE((this.at += 8) - 8));
  }

  /** A string with its length as an int16. */
  text(): string {
    const length = this.int16();
    return this.bytes.toString('utf8', this.at, (this.at += length));
  }

  /** A string of a flexible version. */
  compactText(): string {
    const length = this.varint() - 1;
    return this.bytes.toString('utf8', this.at, (this.at += Math.max(0, length)));
  }

  /** Number of items in an array of a flexible version. */
  compactCount(): number {
    return this.varint() - 1;
  }

  /** Skips tagged fields: none of them is needed. */
  skipTags(): void {
    for (let left = this.varint(); left > 0; left -= 1) {
      this.varint();
      const size = this.varint();
      this.at += size;
    }
  }

  private varint(): number {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes.readUInt8(this.at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}
