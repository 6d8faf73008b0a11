import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type Log, logLaws } from '@panto/streams';
import type { Admin } from 'kafkajs';
import { createClient } from './kafka-client';
import { createKafkaLog } from './kafka-log';
import { kafkaSettings } from './kafka-settings';

describe.each([1, 2] as const)('Kafka as a log, with transactions of version %s', (transactionVersion) => {
  const settings = { ...kafkaSettings(process.env), transactionVersion };
  const prefix = `law-${randomUUID().slice(0, 8)}`;
  const names: string[] = [];
  let admin: Admin;
  let log: Log;

  beforeAll(async () => {
    admin = createClient(settings, 'spec').kafka.admin();
    await admin.connect();
    log = await createKafkaLog(settings, { clientId: 'spec' });
  }, 30_000);

  afterAll(async () => {
    await log.close();
    await admin.deleteTopics({ topics: names });
    await admin.disconnect();
  }, 30_000);

  it.each([...logLaws])(
    '$law',
    async ({ run }) => {
      const name = `${prefix}-${names.length}`;
      names.push(name);
      await admin.createTopics({ waitForLeaders: true, topics: [{ topic: name, numPartitions: 2 }] });
      await run(log, name, name);
    },
    60_000,
  );
});
