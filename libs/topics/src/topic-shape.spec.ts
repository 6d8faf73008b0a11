import { topicShape } from './topic-shape';

describe('the prefix of topics', () => {
  it.each(['panto.', 'team_a-2.', 'x'])('may be %s', (prefix) => {
    expect(topicShape.topicPrefix.schema.parse(prefix)).toBe(prefix);
  });

  it.each(['our topics.', 'a/b.', 'é.', 'x'.repeat(201)])(
    'is refused where Kafka takes no such name: %s',
    (prefix) => {
      expect(topicShape.topicPrefix.schema.safeParse(prefix).success).toBe(false);
    },
  );
});
