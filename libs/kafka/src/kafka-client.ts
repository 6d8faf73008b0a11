import { readFileSync } from 'node:fs';
import { silentLogger, type Logger } from '@panto/streams';
import kafkajs, { type Kafka, type RetryOptions } from 'kafkajs';
import { BufferPool } from './buffer-pool';
import { clientConfig } from './client-config';
import { clientLog } from './client-log';
import { registerCodecs } from './codecs';
import { connectOnce } from './workarounds/connect-once';
import { endSilentConnections } from './workarounds/end-silent-connections';
import { frameSockets } from './frame-sockets';
import { beginWithFreshFrames } from './workarounds/fresh-frames';
import { takeLeaderlessPartitions } from './workarounds/leaderless-partitions';
import type { KafkaSettings } from './kafka-settings';

/** What every connection of this library is made from. */
export interface KafkaClient {
  readonly kafka: Kafka;
  readonly settings: KafkaSettings;
  readonly logger: Logger;
  /** Buffers for the traffic of its connections. */
  readonly pool: BufferPool;
}

/** A client for some settings; it does not connect yet. */
export function createClient(
  settings: KafkaSettings,
  clientId: string,
  logger: Logger = silentLogger,
  retry?: RetryOptions,
): KafkaClient {
  registerCodecs();
  beginWithFreshFrames();
  connectOnce();
  endSilentConnections();
  takeLeaderlessPartitions();
  const log = clientLog(logger);
  const pool = new BufferPool();
  const kafka = new kafkajs.Kafka({
    ...clientConfig(settings, clientId, (path) => readFileSync(path, 'utf8'), retry),
    socketFactory: frameSockets(pool),
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => log,
  });
  return { kafka, settings, logger, pool };
}
