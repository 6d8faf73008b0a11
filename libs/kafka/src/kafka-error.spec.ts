import { describe, expect, it } from '@jest/globals';
import { LogError } from '@panto/streams';
import { kafkaError } from './kafka-error';

const protocol = (type: string): Error => Object.assign(new Error('text of the broker'), { type });
const wrapped = (cause: Error): Error => new Error('Number of retries exceeded', { cause });
const named = (name: string): Error => Object.assign(new Error('text'), { name });

describe('an error of the client', () => {
  const rows: [string, unknown, string, boolean][] = [
    ['an older epoch is fenced', protocol('INVALID_PRODUCER_EPOCH'), 'fenced', false],
    ['it is also found under retries', wrapped(protocol('PRODUCER_FENCED')), 'fenced', false],
    [
      'a denied permission is not authorised',
      protocol('TOPIC_AUTHORIZATION_FAILED'),
      'not-authorised',
      false,
    ],
    ['a failed login is not authorised', named('KafkaJSSASLAuthenticationError'), 'not-authorised', false],
    ['an unknown topic is missing', protocol('UNKNOWN_TOPIC_OR_PARTITION'), 'topic-missing', false],
    [
      'a partition without a leader may get one later',
      protocol('LEADER_NOT_AVAILABLE'),
      'partition-unavailable',
      true,
    ],
    ['a lost connection may come back', wrapped(named('KafkaJSConnectionError')), 'unavailable', true],
    ['anything else may succeed later', 'odd', 'failed', true],
  ];
  it.each(rows)('%s', (_sentence, error, code, retry) => {
    expect(kafkaError('writing', error)).toMatchObject({ code, retry, name: 'LogError' });
  });

  it('stays what it is if it is already known', () => {
    const error = new LogError('fenced', 'x', false);
    expect(kafkaError('writing', error)).toBe(error);
  });
});
