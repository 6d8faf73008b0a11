import type { Migration } from '../migration';

const time = `DateTime64(3, 'UTC')`;
const packed = 'CODEC(DoubleDelta, ZSTD(1))';

/**
 * A table for one of our own topics: each record is one row, identified by its position in Kafka. It is
 * partitioned by `clock`, which outsiders cannot choose.
 */
const table = (name: string, comment: string, clock: string, columns: string): string =>
  `CREATE TABLE IF NOT EXISTS ${name} (
     check_id UUID COMMENT 'UUID of the Check',
     timestamp ${time} COMMENT 'When it happened' ${packed},
     ${columns},
     _partition UInt32 COMMENT 'Partition of the topic it came from',
     _offset UInt64 COMMENT 'Offset in that partition' CODEC(Delta, ZSTD(1))
   ) ENGINE = ReplacingMergeTree
   PARTITION BY toYYYYMM(${clock})
   ORDER BY (check_id, timestamp, _partition, _offset)
   SETTINGS non_replicated_deduplication_window = 1000
   COMMENT '${comment}; query with FINAL'`;

/** States, Alerts, Notifications and Deliveries. */
export const eventTables: Migration = {
  name: '2-event-tables',
  statements: [
    table(
      'states',
      'States: every change and every occurrence that is not OK',
      'arrival',
      `target Nullable(UUID) COMMENT 'UUID of the Target',
       state LowCardinality(String) COMMENT 'UNKNOWN OK WARNING CRITICAL MISSING_DATA ERROR',
       previous LowCardinality(String) COMMENT 'The State before; the same where it repeats',
       arrival ${time} COMMENT 'The clock of arrivals when it was decided' ${packed},
       since ${time} COMMENT 'First of the consecutive evaluations in this State' ${packed},
       occurrences UInt64 COMMENT 'Consecutive evaluations in this State',
       problem_occurrences UInt64 COMMENT 'Consecutive evaluations that were not OK',
       texts Array(String) COMMENT 'Reasons as sentences',
       reasons String COMMENT 'Reasons as JSON' CODEC(ZSTD(1)),
       version UInt64 COMMENT 'Version of the configuration of the Check',
       late Bool COMMENT 'Whether it was decided late'`,
    ),
    table(
      'alerts',
      'Alerts, firing and resolved',
      'arrival',
      `id UUID COMMENT 'Id of the Alert',
       episode UUID COMMENT 'Id that all Alerts of one problem carry',
       sequence UInt64 COMMENT '1 for the Alert that opened the episode',
       target Nullable(UUID) COMMENT 'UUID of the Target',
       rule LowCardinality(String) COMMENT 'Name of the alert rule',
       kind LowCardinality(String) COMMENT 'change recurrence flap',
       status LowCardinality(String) COMMENT 'firing resolved',
       state LowCardinality(String) COMMENT 'The State that it tells',
       arrival ${time} COMMENT 'The clock of arrivals when it was decided' ${packed},
       opened ${time} COMMENT 'First Alert of the episode' ${packed},
       text String COMMENT 'Why it fired or resolved' CODEC(ZSTD(1)),
       texts Array(String) COMMENT 'Reasons of the State as sentences',
       reasons String COMMENT 'Reasons of the State as JSON' CODEC(ZSTD(1)),
       version UInt64 COMMENT 'Version of the configuration of the Check'`,
    ),
    table(
      'notifications',
      'Decisions to send a message about an Alert to a Channel, and not to',
      'arrival',
      `id String COMMENT 'Send id: the same over all attempts',
       episode UUID COMMENT 'Episode of the Alert',
       alert UUID COMMENT 'Id of the Alert',
       channel Nullable(String) COMMENT 'UUID of the Channel; NULL where no route took the Alert',
       route Nullable(String) COMMENT 'UUID of the Route that chose it',
       decision LowCardinality(String) COMMENT 'send withhold',
       reason LowCardinality(String) COMMENT 'The one reason of the decision',
       rule LowCardinality(String) COMMENT 'Name of the alert rule',
       status LowCardinality(String) COMMENT 'firing resolved',
       state LowCardinality(String) COMMENT 'The State that it tells',
       check_name String COMMENT 'Name of the Check',
       target_name Nullable(String) COMMENT 'Name of the Target',
       labels Map(LowCardinality(String), String) COMMENT 'Labels of Target and Check',
       title String COMMENT 'The message in one line' CODEC(ZSTD(1)),
       arrival ${time} COMMENT 'The clock of arrivals when the Alert was decided' ${packed},
       duration_ms UInt64 COMMENT 'How long the episode had lasted'`,
    ),
    table(
      'deliveries',
      'Attempts to deliver Notifications, and what came of them',
      'timestamp',
      `notification String COMMENT 'Send id of the Notification',
       episode UUID COMMENT 'Episode of the Notification',
       channel String COMMENT 'UUID of the Channel',
       integration LowCardinality(String) COMMENT 'Type of the Channel',
       attempt UInt32 COMMENT '1 for the first attempt',
       outcome LowCardinality(String) COMMENT 'delivered retrying failed expired stale',
       reason LowCardinality(String) COMMENT 'Why it was not delivered; none where it was',
       detail String COMMENT 'What the other side said' CODEC(ZSTD(1)),
       duration_ms UInt64 COMMENT 'How long the attempt took'`,
    ),
  ],
};
