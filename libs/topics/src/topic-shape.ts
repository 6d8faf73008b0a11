import { z } from 'zod';

/** Environment variable of every process that reads or writes topics. */
export const topicShape = {
  topicPrefix: {
    env: 'PANTO_TOPIC_PREFIX',
    schema: z.string().default('panto.'),
    doc: 'Begins the names of all topics.',
    secret: false,
  },
};
