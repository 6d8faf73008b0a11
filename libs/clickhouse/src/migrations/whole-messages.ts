import type { Migration } from '../migration';
import { present } from './resources';

const time = `DateTime64(3, 'UTC')`;
const column = (name: string, type: string, comment: string, after: string): string =>
  `ADD COLUMN IF NOT EXISTS ${name} ${type} COMMENT '${comment}' AFTER ${after}`;

/**
 * Everything that Notifications and Deliveries contain, and which attempts belong to which sending, since a
 * person may have a message sent again.
 */
export const wholeMessages: Migration = {
  name: '7-whole-messages',
  statements: [
    `ALTER TABLE notifications
       ${column('sequence', 'UInt64', 'Sequence number of the Alert in its episode', 'alert')},
       ${column('target', 'Nullable(UUID)', 'UUID of the Target', 'sequence')},
       ${column('kind', 'LowCardinality(String)', 'change recurrence flap', 'rule')},
       ${column('told', 'LowCardinality(Nullable(String))', 'The State that the Channel was told before; NULL: nothing', 'state')},
       ${column('text', 'String', 'The message in full', 'title')},
       ${column('texts', 'Array(String)', 'Reasons of the State as sentences', 'text')},
       ${column('reasons', 'String', 'Reasons of the State as JSON', 'texts')},
       ${column('opened', time, 'First Alert of the episode', 'reasons')},
       ${column('version', 'UInt64', 'Version of the configuration of the Check', 'duration_ms')},
       ${column('resend', 'UInt32', 'How often a person had asked to send it again: 0 for the decision itself', 'version')}`,
    `ALTER TABLE deliveries
       ${column('resend', 'UInt32', 'resend of the Notification that was attempted', 'notification')},
       ${column('channel_version', 'UInt64', 'Version of the configuration of the Channel', 'channel')},
       ${column('reached', 'Array(String)', 'Recipients who have it already, as UUIDs, where each is sent to on its own', 'detail')},
       ${column('next_attempt_at', `Nullable(${time})`, 'When the next attempt is due; NULL: there is none', 'reached')}`,
    `CREATE OR REPLACE VIEW messages AS
     SELECT n.timestamp AS timestamp, n.title AS title, n.decision AS decision, n.reason AS why,
       if(h.name = '', n.channel, h.name) AS channel, if(d.attempt = 0, NULL, d.timestamp) AS attempted,
       d.attempt AS attempt,
       multiIf(d.notification != '', toString(d.outcome), n.decision = 'send', 'waiting', 'withheld') AS outcome,
       d.reason AS reason, d.detail AS detail, n.check_name AS check_name,
       n.target_name AS target_name, n.check_id AS check_id, n.episode AS episode, n.id AS notification,
       n.resend AS resend
     FROM (SELECT * FROM notifications FINAL) AS n
     LEFT JOIN (SELECT * FROM deliveries FINAL) AS d ON d.notification = n.id AND d.resend = n.resend
     LEFT JOIN ${present('Channel')} AS h ON toString(h.id) = n.channel`,
  ],
};
