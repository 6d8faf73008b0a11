import { unreachable } from './unreachable';

it('says what does not respond, and the setting with its address', () => {
  const end = unreachable('PANTO_KAFKA_BOOTSTRAP_SERVERS', 'Kafka at kafka-1:9092 is not available: ');
  expect(() => end(new Error('connect ECONNREFUSED'))).toThrow(
    expect.objectContaining({
      exitCode: 3,
      lines: [
        'Kafka at kafka-1:9092 is not available: connect ECONNREFUSED; is it running? (PANTO_KAFKA_BOOTSTRAP_SERVERS is its address)',
      ],
    }),
  );
});
