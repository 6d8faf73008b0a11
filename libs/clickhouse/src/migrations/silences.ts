import type { Migration } from '../migration';

/** Which Silence withheld a message. */
export const silences: Migration = {
  name: '8-silences',
  statements: [
    `ALTER TABLE notifications ADD COLUMN IF NOT EXISTS silence Nullable(String)
       COMMENT 'UUID of the Silence that withholds the message, or had until now; NULL where none did' AFTER reason`,
    `ALTER TABLE resources COMMENT COLUMN kind 'Target, Agent, Check, Channel, Route or Silence'`,
  ],
};
