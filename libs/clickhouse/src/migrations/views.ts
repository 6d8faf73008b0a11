import type { Migration } from '../migration';

/** Views for people and dashboards, which need neither FINAL nor argMax. */
export const views: Migration = {
  name: '3-views',
  statements: [
    `CREATE OR REPLACE VIEW states_latest AS
     SELECT check_id, target, state, previous, timestamp, since, occurrences, problem_occurrences, texts, version
     FROM states FINAL
     ORDER BY arrival DESC, _offset DESC
     LIMIT 1 BY check_id`,
    `CREATE OR REPLACE VIEW episodes AS
     SELECT episode, any(check_id) AS check_id, any(rule) AS rule, any(kind) AS kind, min(opened) AS opened,
       argMax(status, sequence) = 'firing' AS open,
       if(open, NULL, max(timestamp)) AS resolved,
       argMax(state, sequence) AS state, max(sequence) AS alerts, argMax(alerts.text, sequence) AS text
     FROM alerts FINAL
     GROUP BY episode`,
    `CREATE OR REPLACE VIEW annotations AS
     SELECT timestamp AS time,
       concat(previous, ' -> ', state, if(empty(texts), '', concat(': ', arrayStringConcat(texts, '; ')))) AS text,
       [toString(check_id), state] AS tags
     FROM states FINAL
     WHERE state != previous
     UNION ALL
     SELECT timestamp AS time, concat(rule, ' ', status, ': ', text) AS text,
       [toString(check_id), status, rule] AS tags
     FROM alerts FINAL`,
  ],
};
