import type { Migration } from '../migration';

/**
 * Results twice: as they came, one row each, and as numbers, one row per metric, for charts. Partitioned by
 * arrival, which outsiders cannot choose. The sorting key is the natural key, so that a record read twice
 * from Kafka is one row after a merge, and at any time under FINAL.
 */
export const resultTables: Migration = {
  name: '1-result-tables',
  statements: [
    `CREATE TABLE IF NOT EXISTS results (
       check_id UUID COMMENT 'UUID of the Check',
       timestamp DateTime64(3, 'UTC') COMMENT 'When the Probe ran' CODEC(DoubleDelta, ZSTD(1)),
       arrival DateTime64(3, 'UTC') COMMENT 'When Kafka took it' CODEC(DoubleDelta, ZSTD(1)),
       error Nullable(String) COMMENT 'Why the Probe could not run; NULL when it ran' CODEC(ZSTD(1)),
       agent LowCardinality(Nullable(String)) COMMENT 'UUID of the Agent; NULL for outside producers',
       ints Map(LowCardinality(String), Int64) COMMENT 'Metrics that are whole numbers' CODEC(ZSTD(1)),
       floats Map(LowCardinality(String), Float64) COMMENT 'Metrics that are floating-point numbers' CODEC(ZSTD(1)),
       strings Map(LowCardinality(String), String) COMMENT 'Metrics that are text' CODEC(ZSTD(1)),
       bools Map(LowCardinality(String), Bool) COMMENT 'Metrics that are true or false' CODEC(ZSTD(1)),
       _partition UInt32 COMMENT 'Partition of the topic it came from',
       _offset UInt64 COMMENT 'Offset in that partition' CODEC(Delta, ZSTD(1)),
       _precedence UInt64 DEFAULT bitNot(_offset) COMMENT 'Of Results with equal timestamps the first stands' CODEC(Delta, ZSTD(1))
     ) ENGINE = ReplacingMergeTree(_precedence)
     PARTITION BY toYYYYMM(arrival)
     ORDER BY (check_id, timestamp)
     TTL toDateTime(arrival) + INTERVAL 90 DAY
     SETTINGS non_replicated_deduplication_window = 1000
     COMMENT 'Results as they came, one row each; query with FINAL'`,
    `CREATE TABLE IF NOT EXISTS samples (
       check_id UUID COMMENT 'UUID of the Check',
       metric LowCardinality(String) COMMENT 'Name of the metric',
       timestamp DateTime64(3, 'UTC') COMMENT 'When the Probe ran' CODEC(DoubleDelta, ZSTD(1)),
       arrival DateTime64(3, 'UTC') COMMENT 'When Kafka took it' CODEC(DoubleDelta, ZSTD(1)),
       kind Enum8('int' = 1, 'float' = 2, 'bool' = 3) COMMENT 'Type of the metric; a boolean is 0 or 1',
       value Float64 COMMENT 'Value; exact up to 2^53, beyond that see results.ints' CODEC(Gorilla, ZSTD(1)),
       _precedence UInt64 COMMENT 'Of samples with equal timestamps the first stands' CODEC(Delta, ZSTD(1))
     ) ENGINE = ReplacingMergeTree(_precedence)
     PARTITION BY toYYYYMM(arrival)
     ORDER BY (check_id, metric, timestamp)
     TTL toDateTime(arrival) + INTERVAL 400 DAY
     SETTINGS non_replicated_deduplication_window = 1000
     COMMENT 'Numbers and booleans of Results, one row per metric, for charts; query with FINAL'`,
  ],
};
