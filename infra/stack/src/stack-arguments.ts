import { parseArgs } from 'node:util';
import { StackFault } from './stack-fault';

/** The parsed command line. */
export interface StackArguments {
  readonly help: boolean;
  readonly reset: boolean;
  readonly apps: boolean;
  /** Only topics and schemas, on the configured servers. */
  readonly layoutOnly: boolean;
  /** Settings given as flags, by the environment variable each one sets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Flags that set an environment variable. */
const variables: ReadonlyMap<string, string> = new Map([
  ['data-dir', 'PANTO_DATA_DIR'],
  ['cache-dir', 'PANTO_CACHE_DIR'],
  ['kafka-port', 'PANTO_KAFKA_PORT'],
  ['registry-port', 'PANTO_SCHEMA_REGISTRY_PORT'],
  ['clickhouse-port', 'PANTO_CLICKHOUSE_PORT'],
  ['server-port', 'PANTO_SERVER_PORT'],
  ['stack', 'PANTO_STACK'],
]);

/** The flag that sets an environment variable. */
export const flagOf = (variable: string): string | undefined =>
  [...variables].find(([, name]) => name === variable)?.[0];

/** What `--help` prints. */
export const help = `Starts Panto on this machine: Kafka, schema registry, ClickHouse and Panto's own processes.

  npm start [-- options]

  --data-dir DIR         where everything is kept            PANTO_DATA_DIR              (.panto)
  --cache-dir DIR        where downloads are kept            PANTO_CACHE_DIR             (.panto/cache)
  --kafka-port N         port of Kafka                       PANTO_KAFKA_PORT            (9092)
  --registry-port N      port of the schema registry         PANTO_SCHEMA_REGISTRY_PORT  (8081)
  --clickhouse-port N    port of ClickHouse (HTTP)           PANTO_CLICKHOUSE_PORT       (8123)
  --server-port N        port of Panto's Server              PANTO_SERVER_PORT           (8080)
  --stack WAY            auto, docker or local               PANTO_STACK                 (auto)
  --without-apps         only Kafka, registry and ClickHouse
  --layout-only          creates topics and schemas on the configured servers, and exits
  --reset                deletes all data (but not the downloads), then starts afresh
  --help                 this text

Each port may be 0: any free one. If an address is set, that server is used, and none is started:
  PANTO_KAFKA_BOOTSTRAP_SERVERS, PANTO_SCHEMA_REGISTRY_URL, PANTO_CLICKHOUSE_URL
`;

/** Parses the command line. */
export function readStackArguments(words: readonly string[]): StackArguments {
  try {
    const { values } = parseArgs({
      args: [...words],
      allowPositionals: false,
      options: {
        help: { type: 'boolean', short: 'h' },
        reset: { type: 'boolean' },
        'without-apps': { type: 'boolean' },
        'layout-only': { type: 'boolean' },
        ...Object.fromEntries([...variables.keys()].map((flag) => [flag, { type: 'string' as const }])),
      },
    });
    const environment = Object.entries(values).flatMap(([flag, value]) => {
      const variable = variables.get(flag);
      return variable === undefined ? [] : [[variable, String(value)] as const];
    });
    return {
      help: values.help === true,
      reset: values.reset === true,
      apps: values['without-apps'] !== true,
      layoutOnly: values['layout-only'] === true,
      environment: Object.fromEntries(environment),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new StackFault(`${reason ?? 'Bad arguments'}; see npm start -- --help.`);
  }
}
