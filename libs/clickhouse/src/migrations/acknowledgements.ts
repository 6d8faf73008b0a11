import type { Migration } from '../migration';

/** Who acknowledged the problem whose message was withheld. */
export const acknowledgements: Migration = {
  name: '9-acknowledgements',
  statements: [
    `ALTER TABLE notifications ADD COLUMN IF NOT EXISTS acknowledged_by Nullable(String)
       COMMENT 'Who acknowledged the problem, where that withholds the message, or had until now; NULL where nobody did' AFTER silence`,
  ],
};
