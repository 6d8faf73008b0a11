export { ClickHouse, type ClickHouseAddress } from './clickhouse';
export { ClickHouseError, type ClickHouseErrorCode } from './clickhouse-error';
export { clickhouseAddress, clickhouseSettings } from './clickhouse-settings';
export { migrate } from './migrate';
export type { Migration } from './migration';
export { migrations } from './migrations';
export { type Place, type Projected, type Projection, projections } from './projection';
export { type NamedResource, resourceRows, type ResourceTopic, resourceTopics } from './resource-rows';
export type { Cell, Row, TableName, TableRow } from './row';
