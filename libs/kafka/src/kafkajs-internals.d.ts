/** The builder of Fetch requests of the pinned kafkajs; the package has no `exports`, so the path is open. */
declare module 'kafkajs/src/protocol/requests/fetch/v11/request.js' {
  interface FetchRequest {
    readonly replicaId: number;
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: string;
        readonly maxBytes: number;
      }[];
    }[];
  }
  const request: (fetch: FetchRequest) => object;
  export default request;
}

/** A connection to a broker, and what it has of the next frame. */
declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net';

  /** A request, and how its answer is read. */
  export interface SentRequest {
    readonly request: object;
    readonly response: object;
    readonly requestTimeout?: number;
  }
  export default class Connection {
    constructor(options: {
      readonly host: string;
      readonly port: number;
      readonly logger: object;
      readonly socketFactory: (options: {
        readonly host: string;
        readonly port: number;
        readonly onConnect: () => void;
      }) => object;
      readonly requestTimeout: number;
      readonly connectionTimeout: number;
    });
    chunks: Buffer[];
    bytesBuffered: number;
    bytesNeeded: number;
    readonly requestTimeout: number;
    readonly socket?: Socket;
    /** There are some while an answer to an authentication is awaited. */
    readonly authHandlers: { onError(): void } | null;
    isConnected(): boolean;
    connect(): Promise<unknown>;
    disconnect(): Promise<unknown>;
    send(request: SentRequest): Promise<unknown>;
    sendAuthRequest(request: SentRequest): Promise<unknown>;
  }
}

/** The errors of the protocol by their codes. */
declare module 'kafkajs/src/protocol/error.js' {
  const errors: { createErrorFromCode(code: number): Error & { readonly retriable: boolean } };
  export default errors;
}
