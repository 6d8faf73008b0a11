import type { ClickHouse } from '@panto/clickhouse';
import { keptNotification, type KeptNotification, type NotificationFilter, type NotificationHistory } from './notification-history'; // prettier-ignore

/** Attempts are recorded by the notifier's clock, which may be this far behind the clock of arrivals, s. */
const slack = 86_400;

/** The dependency that was down, as JSON; empty if none was. */
const dependency = `if(n.dependency IS NULL, '', toJSONString(map('target', assumeNotNull(n.dependency),
       'targetName', n.dependency_name, 'check', n.dependency_check, 'checkName', n.dependency_check_name,
       'state', n.dependency_state)))`;

/**
 * The newest record of each message, and the last attempt since it was requested; `which` selects messages.
 */
const messages = (which: string, attempts: string): string =>
  `SELECT n.id AS id, toString(n.episode) AS episode, toString(n.alert) AS alert, toString(n.check_id) AS check,
     n.check_name AS checkName, toString(n.target) AS target, n.target_name AS targetName, n.channel AS channel,
     n.route AS route, n.decision AS decision, n.reason AS reason, n.silence AS silence,
     n.acknowledged_by AS acknowledgedBy, ${dependency} AS dependency, n.rule AS rule, n.kind AS kind,
     n.status AS status, n.state AS state, n.told AS told, n.title AS title, n.text AS text, n.reasons AS reasons,
     toUnixTimestamp64Milli(n.timestamp) AS timestamp, toUnixTimestamp64Milli(n.opened) AS opened,
     n.duration_ms AS duration, n.version AS version, greatest(n.resend, d.resend) AS resend, n._partition AS partition,
     n._offset AS offset, d.notification != '' AND d.resend >= n.resend AS tried,
     multiIf(n.decision != 'send', 'withheld', tried, toString(d.outcome), 'waiting') AS outcome,
     if(tried, d.attempt, 0) AS attempts, if(tried, toString(d.reason), 'none') AS failure,
     if(tried, d.detail, '') AS detail, if(tried, toUnixTimestamp64Milli(d.at), 0) AS attemptedAt,
     d.arrived AS delivered
   FROM (SELECT * FROM notifications FINAL WHERE ${which} ORDER BY resend DESC, _offset DESC LIMIT 1 BY id) AS n
   LEFT JOIN (
     SELECT notification, max(deliveries.resend) AS resend, argMax(deliveries.attempt, place) AS attempt,
       argMax(deliveries.outcome, place) AS outcome, argMax(deliveries.reason, place) AS reason,
       argMax(deliveries.detail, place) AS detail, argMax(deliveries.timestamp, place) AS at,
       toUInt8(countIf(deliveries.outcome = 'delivered') > 0) AS arrived
     FROM (SELECT *, (resend, attempt, outcome != 'retrying', timestamp) AS place FROM deliveries FINAL WHERE ${attempts}) AS deliveries
     GROUP BY notification
   ) AS d ON d.notification = n.id`;

const since = 'fromUnixTimestamp64Milli({since:Int64})';

/** What can be filtered by UUID, each with its name as the parameter. */
const conditions = [
  ['check', 'check_id = {check:UUID}'],
  ['channel', 'channel = {channel:String}'],
  ['episode', 'toString(episode) = {episode:String}'],
] as const;

/** Decisions about messages and their outcomes, stored in ClickHouse. */
export class ClickHouseHistory implements NotificationHistory {
  constructor(private readonly clickhouse: Pick<ClickHouse, 'query'>) {}

  list({
    undelivered,
    withheld = false,
    since: from,
    limit,
    ...asked
  }: NotificationFilter): Promise<readonly KeptNotification[]> {
    const given = conditions.filter(([name]) => asked[name] !== undefined);
    const which = [
      `arrival >= ${since}`,
      ...(withheld ? ["decision != 'send'"] : []),
      ...given.map(([, condition]) => condition),
    ].join(' AND ');
    const statement = `${messages(which, `timestamp >= ${since} - ${slack}`)}
      ${undelivered ? "WHERE outcome IN ('failed', 'expired') AND NOT d.arrived" : ''}
      ORDER BY n.timestamp DESC, n._partition, n._offset DESC
      LIMIT {limit:UInt32}`;
    const parameters = Object.fromEntries(given.map(([name]) => [name, asked[name]]));
    return this.clickhouse.query(statement, keptNotification, { since: from, limit, ...parameters });
  }

  async find(id: string): Promise<KeptNotification | undefined> {
    const statement = messages('id = {id:String}', 'notification = {id:String}');
    const [found] = await this.clickhouse.query(statement, keptNotification, { id });
    return found;
  }
}
