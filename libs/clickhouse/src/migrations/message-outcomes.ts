import type { Migration } from '../migration';
import { present } from './resources';

/**
 * A message that ended without any attempt (superseded by a newer one, or too many were waiting) is not
 * waiting: what counts is whether there is a Delivery, not whether it was an attempt.
 */
export const messageOutcomes: Migration = {
  name: '5-message-outcomes',
  statements: [
    `CREATE OR REPLACE VIEW messages AS
     SELECT n.timestamp AS timestamp, n.title AS title, n.decision AS decision, n.reason AS why,
       if(h.name = '', n.channel, h.name) AS channel, if(d.attempt = 0, NULL, d.timestamp) AS attempted,
       d.attempt AS attempt,
       multiIf(d.notification != '', toString(d.outcome), n.decision = 'send', 'waiting', 'withheld') AS outcome,
       d.reason AS reason, d.detail AS detail, n.check_name AS check_name,
       n.target_name AS target_name, n.check_id AS check_id, n.episode AS episode, n.id AS notification
     FROM (SELECT * FROM notifications FINAL) AS n
     LEFT JOIN (SELECT * FROM deliveries FINAL) AS d ON d.notification = n.id
     LEFT JOIN ${present('Channel')} AS h ON toString(h.id) = n.channel`,
  ],
};
