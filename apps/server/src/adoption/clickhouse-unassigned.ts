import type { ClickHouse } from '@panto/clickhouse';
import { type UnassignedResults, unassignedResults, type UnassignedStore } from './unassigned-results';

/** Like the public view `unassigned`, limited to recent arrivals. */
const statement = `
  SELECT toString(r.check_id) AS check, count() AS results, toUnixTimestamp64Milli(min(r.timestamp)) AS first,
    toUnixTimestamp64Milli(max(r.timestamp)) AS last,
    arraySort(groupUniqArrayArray(100)(arrayConcat(mapKeys(r.ints), mapKeys(r.floats), mapKeys(r.strings), mapKeys(r.bools)))) AS metrics
  FROM (SELECT * FROM results FINAL WHERE arrival >= fromUnixTimestamp64Milli({since:Int64})) AS r
  LEFT JOIN (SELECT id, deleted, arrival FROM resources FINAL WHERE kind = 'Check') AS c ON c.id = r.check_id
  WHERE c.arrival = 0 OR (c.deleted AND r.arrival > c.arrival)
  GROUP BY r.check_id
  ORDER BY last DESC, check
  LIMIT {limit:UInt32}`;

/** Unassigned Results stored in ClickHouse. */
export class ClickHouseUnassigned implements UnassignedStore {
  constructor(private readonly clickhouse: Pick<ClickHouse, 'query'>) {}

  list(since: number, limit: number): Promise<readonly UnassignedResults[]> {
    return this.clickhouse.query(statement, unassignedResults, { since, limit });
  }
}
