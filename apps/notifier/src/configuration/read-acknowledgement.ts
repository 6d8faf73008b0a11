import type { Acknowledgement as AcknowledgementRecord } from '@panto/model';
import type { Acknowledgement } from '@panto/notify';
import type { LogRecord } from '@panto/streams';

/** An acknowledgement from its topic. It counts from its arrival, by the same clock as the arrivals of Results. */
export function readAcknowledgement(
  { episodes, until, sticky, author }: AcknowledgementRecord,
  { timestamp }: Pick<LogRecord, 'timestamp'>,
): Acknowledgement {
  return { since: timestamp, until, episodes, sticky, author };
}
