import { readFileSync } from 'node:fs';
import { silentLogger, type Logger } from '@panto/streams';
import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';
import { clientConfig } from './client-config';
import { registerCodecs } from './codecs';
import type { KafkaSettings } from './kafka-settings';

/** What every connection of this library is made from. */
export interface KafkaClient {
  readonly kafka: Kafka;
  readonly settings: KafkaSettings;
  readonly logger: Logger;
}

/** A client for some settings; connects nothing yet. */
export function createClient(
  settings: KafkaSettings,
  clientId: string,
  logger: Logger = silentLogger,
): KafkaClient {
  registerCodecs();
  const kafka = new kafkajs.Kafka({
    ...clientConfig(settings, clientId, (path) => readFileSync(path, 'utf8')),
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => say(logger, entry),
  });
  return { kafka, settings, logger };
}

/**
 * What kafkajs says of single answers it goes on to retry or to throw: whoever asked is told, and a commit alone is
 * answered "try again" many times a minute.
 */
const chatter =
  /^Response (AddPartitionsToTxn|AddOffsetsToTxn|EndTxn|InitProducerId|Heartbeat|JoinGroup|SyncGroup)/;

/** kafkajs reports as errors what it then retries and recovers from: here they are warnings of the client. */
function say(logger: Logger, { namespace, level, log }: LogEntry): void {
  const { message, timestamp: _, logger: __, ...fields } = log;
  const text = `kafkajs ${namespace}: ${message}`;
  const loud = level === kafkajs.logLevel.ERROR || level === kafkajs.logLevel.WARN;
  if (loud && !chatter.test(message)) logger.warn(fields, text);
  else logger.debug(fields, text);
}
