import { openCodec, Registry, registryAddress, schemaNamed } from '@panto/avro';
import { ClickHouse, clickhouseAddress } from '@panto/clickhouse';
import { createKafkaLog } from '@panto/kafka';
import { runProcess } from '@panto/service';
import { hostname } from 'node:os';
import { ClickHouseUnassigned } from './adoption/clickhouse-unassigned';
import { compose } from './compose';
import { ClickHouseHistory } from './notification/clickhouse-history';
import { serverSettings } from './settings';

await runProcess({
  name: 'server',
  signsPort: 8090,
  settings: serverSettings,
  compose: async (settings, shell) => {
    const clientId = `server-${hostname()}-${process.pid}`;
    const log = await createKafkaLog(settings, { clientId, logger: shell.log });
    const registry = new Registry(registryAddress(settings));
    const clickhouse = new ClickHouse({ ...clickhouseAddress(settings), timeout: 15_000 });
    const { runner, resources = [] } = compose(settings, shell, {
      log,
      openCodec: (topic, schema) => openCodec(registry, topic, schemaNamed(schema)),
      history: new ClickHouseHistory(clickhouse),
      unassigned: new ClickHouseUnassigned(clickhouse),
    });
    const closing = { name: 'clickhouse', stop: () => clickhouse.close() };
    return { runner, resources: [closing, ...resources] };
  },
});
