/** A connection to a broker, with what it has received of the next frame. */
declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net';

  /** A request, and how its response is read. */
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
      readonly clientId?: string;
    });
    chunks: Buffer[];
    bytesBuffered: number;
    bytesNeeded: number;
    readonly clientId: string;
    readonly requestTimeout: number;
    readonly socket?: Socket;
    readonly requestQueue: {
      push(request: {
        readonly entry: {
          readonly apiKey: number;
          readonly apiName: string;
          readonly apiVersion: number;
          readonly correlationId: number;
          readonly resolve: (answer: { readonly payload: Buffer }) => void;
          readonly reject: (error: unknown) => void;
        };
        readonly expectResponse: boolean;
        readonly requestTimeout: number;
        readonly sendRequest: () => void;
      }): void;
    };
    /** Set while a response to an authentication is awaited. */
    readonly authHandlers: { onError(): void } | null;
    isConnected(): boolean;
    /** Throws if there is no connection. */
    failIfNotConnected(): void;
    nextCorrelationId(): number;
    /** Takes bytes from the socket. */
    processData(bytes: Buffer): void;
    authenticate(): Promise<void>;
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

/** The request for the metadata of a cluster: brokers, topics, leaders. */
declare module 'kafkajs/src/protocol/requests/metadata/index.js' {
  export interface MetadataAnswer {
    readonly topicMetadata: readonly {
      readonly topic: string;
      readonly topicErrorCode: number;
      readonly partitionMetadata: readonly {
        readonly partitionId: number;
        readonly partitionErrorCode: number;
        readonly leader: number;
      }[];
    }[];
  }
  const metadata: {
    protocol(wanted: { readonly version: number }): (topics: object) => {
      readonly request: object;
      readonly response: {
        readonly decode: (bytes: Buffer) => Promise<MetadataAnswer>;
        /** Throws the first error that the response contains. */
        readonly parse: (answer: MetadataAnswer) => Promise<MetadataAnswer>;
      };
    };
  };
  export default metadata;
}
