import type { Migration } from '../migration';

/** When the problem of an Alert began: for a recurrence, long before its first Alert. */
export const problemSince: Migration = {
  name: '6-problem-since',
  statements: [
    `ALTER TABLE alerts ADD COLUMN IF NOT EXISTS problem_since Nullable(DateTime64(3, 'UTC'))
       COMMENT 'When the problem began; NULL where it is not known' AFTER opened`,
    `ALTER TABLE notifications COMMENT COLUMN duration_ms
       'How long the episode had lasted; of a recurrence the problem where its beginning is known'`,
  ],
};
