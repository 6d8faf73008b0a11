import { z } from 'zod';

/** Environment variable of every process that reads or writes topics. */
export const topicShape = {
  topicPrefix: {
    env: 'PANTO_TOPIC_PREFIX',
    // What Kafka takes in the name of a topic, and room for the longest name behind it.
    schema: z
      .string()
      .regex(/^[\w.-]{1,200}$/, 'must be letters, digits, ., _ and -, at most 200 of them')
      .default('panto.'),
    doc: 'Begins the names of all topics.',
    secret: false,
  },
};
