import { z } from 'zod';

/** Characters Kafka allows in topic names, leaving room for the longest name after the prefix. */
export const prefixPattern = /^[\w.-]{1,200}$/;

/** Environment variable of every process that reads or writes topics. */
export const topicShape = {
  topicPrefix: {
    env: 'PANTO_TOPIC_PREFIX',
    schema: z
      .string()
      .regex(prefixPattern, 'must be letters, digits, ., _ and -, at most 200 of them')
      .default('panto.'),
    doc: 'Prefix of all topic names.',
    secret: false,
  },
};
