import { createKafkaLog } from '@panto/kafka';
import { runService } from '@panto/service';
import { hostname } from 'node:os';
import { compose } from './compose';
import { serverSettings } from './settings';

process.exitCode = await runService({
  name: 'server',
  signsPort: 8090,
  settings: serverSettings,
  compose: async (settings, shell) => {
    const clientId = `server-${hostname()}-${process.pid}`;
    const log = await createKafkaLog(settings, { clientId, logger: shell.log });
    return compose(settings, shell, log);
  },
});
