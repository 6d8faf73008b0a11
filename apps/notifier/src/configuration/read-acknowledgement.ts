import type { Acknowledgement as AcknowledgementRecord } from '@panto/model';
import type { Acknowledgement } from '@panto/notify';
import type { LogRecord } from '@panto/streams';

/** An acknowledgement out of its topic. When it came says the clock that the arrivals of Results go by. */
export function readAcknowledgement(
  { episodes, until, sticky, author }: AcknowledgementRecord,
  { timestamp }: Pick<LogRecord, 'timestamp'>,
): Acknowledgement {
  return { since: timestamp, until, episodes, sticky, author };
}
