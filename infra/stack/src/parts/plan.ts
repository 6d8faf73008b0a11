import type { Downloads } from '../downloads';
import type { TlsCertificate } from '../tls-certificate';

/** Everything from which the table of parts is built; ports are claimed, addresses are known. */
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
  /** Undefined if nothing runs on the JVM. */
  readonly downloads: Downloads | undefined;
  /** The built apps, each with the port of its health endpoints. */
  readonly apps: readonly { readonly name: string; readonly signsPort: number }[];
  readonly host: string;
  /** Prefix of all topic names. */
  readonly topicPrefix: string;
  /** ClickHouse database for the tables. */
  readonly database: string;
  /** The Server's additional TLS listener; undefined if no certificate can be made. */
  readonly tls: (TlsCertificate & { readonly port: number }) | undefined;
  /** The header that the Server requires, if a token is set. */
  readonly authorization: Readonly<Record<string, string>>;
}

/** The servers of the stack, in starting order. */
export const serverNames = ['kafka', 'clickhouse', 'registry'] as const;

/** A server of the stack. */
export type ServerName = (typeof serverNames)[number];

/** The addresses at which the apps reach the servers. */
export interface Addresses {
  readonly kafka: string;
  readonly registry: string;
  readonly clickhouse: string;
}

/** The environment variables that pass the addresses to apps and tests. */
export const addressVariables = (addresses: Addresses): Readonly<Record<string, string>> => ({
  PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka,
  PANTO_SCHEMA_REGISTRY_URL: addresses.registry,
  PANTO_CLICKHOUSE_URL: addresses.clickhouse,
});
