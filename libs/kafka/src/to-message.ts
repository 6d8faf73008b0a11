import type { OutRecord } from '@panto/streams';
import type { Message } from 'kafkajs';

/** A record in the form that kafkajs takes, for a partition. */
export function toMessage({ key, value, timestamp, headers }: OutRecord, partition: number): Message {
  return {
    partition,
    key,
    value,
    timestamp: String(timestamp),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  };
}
