import type { Migration } from '../migration';

/** The dependency that was down when a message was withheld. */
export const dependencies: Migration = {
  name: '10-dependencies',
  statements: [
    `ALTER TABLE notifications
       ADD COLUMN IF NOT EXISTS dependency Nullable(String)
         COMMENT 'UUID of the Target that was down, where that withholds the message, or had until now; NULL where none was' AFTER acknowledged_by,
       ADD COLUMN IF NOT EXISTS dependency_name String COMMENT 'Its name at that time' AFTER dependency,
       ADD COLUMN IF NOT EXISTS dependency_check String COMMENT 'UUID of the worst of its Checks' AFTER dependency_name,
       ADD COLUMN IF NOT EXISTS dependency_check_name String COMMENT 'Name of that Check at that time' AFTER dependency_check,
       ADD COLUMN IF NOT EXISTS dependency_state LowCardinality(String) COMMENT 'State of that Check at that time' AFTER dependency_check_name`,
  ],
};
