import { acknowledgements } from './migrations/acknowledgements';
import { dependencies } from './migrations/dependencies';
import { eventTables } from './migrations/event-tables';
import { messageOutcomes } from './migrations/message-outcomes';
import { problemSince } from './migrations/problem-since';
import { resources } from './migrations/resources';
import { resultTables } from './migrations/result-tables';
import { silences } from './migrations/silences';
import { views } from './migrations/views';
import { wholeMessages } from './migrations/whole-messages';
import type { Migration } from './migration';

/** All migrations, in the order they are applied. */
export const migrations: readonly Migration[] = [
  resultTables,
  eventTables,
  views,
  resources,
  messageOutcomes,
  problemSince,
  wholeMessages,
  silences,
  acknowledgements,
  dependencies,
];
