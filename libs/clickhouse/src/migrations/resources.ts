import type { Migration } from '../migration';

const time = `DateTime64(3, 'UTC')`;
/** The currently configured resources of a kind. */
export const present = (kind: string): string =>
  `(SELECT id, name, labels, target, version FROM resources FINAL WHERE kind = '${kind}' AND NOT deleted)`;

/** The names of what the other tables know by UUID, and views that include them. */
export const resources: Migration = {
  name: '4-resources',
  statements: [
    `CREATE TABLE IF NOT EXISTS resources (
       kind LowCardinality(String) COMMENT 'Target, Agent, Check, Channel or Route',
       id UUID COMMENT 'UUID of the resource',
       name String COMMENT 'Its name; empty when it is deleted',
       labels Map(LowCardinality(String), String) COMMENT 'Its labels',
       target Nullable(UUID) COMMENT 'Of a Check: UUID of its Target',
       version UInt64 COMMENT 'Grows by one at every change of the resource',
       arrival ${time} COMMENT 'When Kafka took this version, or the deletion',
       deleted Bool COMMENT 'Whether it was deleted',
       _partition UInt32 COMMENT 'Partition of the topic it came from',
       _offset UInt64 COMMENT 'Offset in that partition'
     ) ENGINE = ReplacingMergeTree(arrival)
     ORDER BY (kind, id)
     SETTINGS non_replicated_deduplication_window = 1000
     COMMENT 'Names and labels of the present configuration; query with FINAL'`,
    `CREATE OR REPLACE VIEW checks AS
     SELECT c.id AS id, c.name AS name, c.labels AS labels, c.target AS target, t.name AS target_name,
       t.labels AS target_labels, c.version AS version
     FROM ${present('Check')} AS c LEFT JOIN ${present('Target')} AS t ON t.id = c.target`,
    // A deleted Check has no present State; one whose name is not stored yet has.
    `CREATE OR REPLACE VIEW states_latest AS
     SELECT s.check_id AS check_id, c.name AS check_name, s.target AS target, t.name AS target_name,
       s.state AS state, s.previous AS previous, s.timestamp AS timestamp, s.since AS since,
       s.occurrences AS occurrences, s.problem_occurrences AS problem_occurrences, s.texts AS texts,
       s.version AS version
     FROM (SELECT * FROM states FINAL ORDER BY arrival DESC, _offset DESC LIMIT 1 BY check_id) AS s
     LEFT JOIN (SELECT id, name, deleted FROM resources FINAL WHERE kind = 'Check') AS c ON c.id = s.check_id
     LEFT JOIN ${present('Target')} AS t ON t.id = s.target
     WHERE NOT c.deleted`,
    `CREATE OR REPLACE VIEW messages AS
     SELECT n.timestamp AS timestamp, n.title AS title, n.decision AS decision, n.reason AS why,
       if(h.name = '', n.channel, h.name) AS channel, if(d.attempt = 0, NULL, d.timestamp) AS attempted,
       d.attempt AS attempt,
       multiIf(d.attempt > 0, toString(d.outcome), n.decision = 'send', 'waiting', 'withheld') AS outcome,
       d.reason AS reason, d.detail AS detail, n.check_name AS check_name,
       n.target_name AS target_name, n.check_id AS check_id, n.episode AS episode, n.id AS notification
     FROM (SELECT * FROM notifications FINAL) AS n
     LEFT JOIN (SELECT * FROM deliveries FINAL) AS d ON d.notification = n.id
     LEFT JOIN ${present('Channel')} AS h ON toString(h.id) = n.channel`,
    // Results from before a Check was deleted are history, not candidates for adoption.
    `CREATE OR REPLACE VIEW unassigned AS
     SELECT r.check_id AS check_id, count() AS results, min(r.timestamp) AS first, max(r.timestamp) AS last,
       arraySort(groupUniqArrayArray(100)(arrayConcat(mapKeys(r.ints), mapKeys(r.floats), mapKeys(r.strings), mapKeys(r.bools)))) AS metrics
     FROM (SELECT * FROM results FINAL) AS r
     LEFT JOIN (SELECT id, deleted, arrival FROM resources FINAL WHERE kind = 'Check') AS c ON c.id = r.check_id
     WHERE c.arrival = 0 OR (c.deleted AND r.arrival > c.arrival)
     GROUP BY r.check_id`,
  ],
};
