// A process that runs the counting stage, for specs that kill it. Prints `ready` when it processes.
import { counting, runTopology } from '@panto/streams';
import { createKafkaLog, kafkaSettings } from '../src/index';

const prefix = process.argv[2] ?? '';
const say = (fields: object, message: string): void => {
  process.stdout.write(`${JSON.stringify({ pid: process.pid, message, ...fields })}\n`);
};
const logger = { debug: () => undefined, info: say, warn: say, error: say };
const timing = { sessionTimeout: 6_000, heartbeatInterval: 500 };

const log = await createKafkaLog(kafkaSettings(process.env), {
  clientId: `${prefix}counting`,
  logger,
  timing,
});
const stage = await runTopology(counting(prefix), log, {
  settings: { prefix, tasks: 4, linger: 20, pace: { within: 2_000, atMost: 100 } },
  logger,
  onFatal: (error) => {
    say({ error: String(error) }, 'fatal');
    process.exit(1);
  },
});
setInterval(() => {
  if (stage.ready()) say({ partitions: stage.partitions }, 'ready');
}, 200);
process.on('SIGTERM', () => {
  void stage
    .stop()
    .then(() => log.close())
    .then(() => process.exit(0));
});
