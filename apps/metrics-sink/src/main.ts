import { Registry, registryAddress } from '@panto/avro';
import { ClickHouse, clickhouseAddress, ClickHouseError, migrate } from '@panto/clickhouse';
import { topicName } from '@panto/model';
import { createKafkaLog } from '@panto/kafka';
import { logPulse, ready, runProcess } from '@panto/service';
import { Persistence } from './persistence';
import { sinkSettings } from './settings';
import { Sink } from './sink';
import { sinkMeter } from './sink-meter';
import { sources } from './source';

const name = 'metrics-sink';
/** ClickHouse is available, but rejects the statement: retrying will not help. */
const isRefusal = (error: unknown): boolean => error instanceof ClickHouseError && !error.retry;

await runProcess({
  name,
  signsPort: 8094,
  settings: sinkSettings,
  async compose(settings, { log: logger, meters, signs }) {
    const clickhouse = new ClickHouse(clickhouseAddress(settings));
    const kafka = await createKafkaLog(settings, { clientId: `panto-${name}`, logger });
    const beginning = new Persistence(logger, Math.random);
    const pulse = logPulse(kafka, topicName(settings.topicPrefix, 'results'));
    signs.watch('kafka', () => pulse.look());
    signs.watch('clickhouse', async () => {
      await clickhouse.ping();
      return ready;
    });
    const runner = new Sink({
      log: kafka,
      store: clickhouse,
      sources: sources(settings.topicPrefix, new Registry(registryAddress(settings)), settings.clockAhead),
      group: `${settings.topicPrefix}${name}`,
      deadLetterTopic: topicName(settings.topicPrefix, `dead-letters.${name}`),
      tasks: settings.tasks,
      batchRecords: settings.batchRecords,
      linger: settings.linger,
      logger,
      meter: sinkMeter(meters, logger),
      random: Math.random,
    });
    return {
      runner,
      resources: [
        { name: 'kafka', stop: () => kafka.close() },
        pulse,
        {
          name: 'clickhouse',
          start: async () => {
            const applied = await beginning.until('creating tables', () => migrate(clickhouse), isRefusal);
            logger.info({ applied }, 'tables are there');
          },
          stop: () => {
            beginning.stop();
            return clickhouse.close();
          },
        },
      ],
    };
  },
});
