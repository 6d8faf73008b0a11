import type { Downloads } from '../downloads';
import type { TlsCertificate } from '../tls-certificate';

/** Everything the table of parts is made from; ports are claimed, addresses are known. */
export interface Plan {
  readonly root: string;
  readonly dataDir: string;
  readonly ports: {
    readonly kafka: number;
    readonly controller: number;
    readonly registry: number;
    readonly clickhouse: number;
    readonly server: number;
  };
  readonly addresses: Addresses;
  /** Servers that this stack starts as processes; the others run elsewhere. */
  readonly servers: readonly ServerName[];
  /** Undefined where nothing runs on the JVM. */
  readonly downloads: Downloads | undefined;
  /** Apps that are built, each with the port of its signs of life. */
  readonly apps: readonly { readonly name: string; readonly signsPort: number }[];
  readonly host: string;
  /** Begins the names of all topics. */
  readonly topicPrefix: string;
  /** Database of the tables in ClickHouse. */
  readonly database: string;
  /** Where the Server speaks TLS besides; undefined where no certificate can be made. */
  readonly tls: (TlsCertificate & { readonly port: number }) | undefined;
  /** The header that the Server asks for, where a token is set. */
  readonly authorization: Readonly<Record<string, string>>;
}

/** The servers of the stack, in the order in which they start. */
export const serverNames = ['kafka', 'clickhouse', 'registry'] as const;

/** A server of the stack. */
export type ServerName = (typeof serverNames)[number];

/** Where the apps find the servers. */
export interface Addresses {
  readonly kafka: string;
  readonly registry: string;
  readonly clickhouse: string;
}

/** The environment variables that tell addresses to apps and tests. */
export const addressVariables = (addresses: Addresses): Readonly<Record<string, string>> => ({
  PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka,
  PANTO_SCHEMA_REGISTRY_URL: addresses.registry,
  PANTO_CLICKHOUSE_URL: addresses.clickhouse,
});
