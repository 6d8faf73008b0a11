import { openCodec, Registry, registryAddress, schemaNamed } from '@panto/avro';
import { createKafkaLog } from '@panto/kafka';
import { runProcess } from '@panto/service';
import { hostname } from 'node:os';
import { compose } from './compose';
import { serverSettings } from './settings';

await runProcess({
  name: 'server',
  signsPort: 8090,
  settings: serverSettings,
  compose: async (settings, shell) => {
    const clientId = `server-${hostname()}-${process.pid}`;
    const log = await createKafkaLog(settings, { clientId, logger: shell.log });
    const registry = new Registry(registryAddress(settings));
    return compose(settings, shell, log, (topic, schema) => openCodec(registry, topic, schemaNamed(schema)));
  },
});
