// One stage in a process of the fault runner: the same topology as in the app, with a short session, so that much can
// happen in a minute, and with settings that only a fault run may use.
//   PANTO_FAULTS_STAGE     state-processor or alert-processor
//   PANTO_FAULTS_CRASH     point:n  the process kills itself when it passes this point for the n-th time
//   PANTO_STANDBY          true: with standbys, as in the app
//   PANTO_FAULTS_PORTION   most records and timers that a transaction begins with: what is due comes in many
//   PANTO_FAULTS_SESSION   silence after which the process is considered dead, ms
import { observationOf, openCodec, Registry, schemaNamed } from '@panto/avro';
import { createKafkaLog, kafkaSettings } from '@panto/kafka';
import { defaultSeverity, topicName, type Alert, type Check, type Result, type State } from '@panto/model';
import { alertTopology, stateTopology } from '@panto/pipeline';
import { checkConfigurationOf, compileMatcher } from '@panto/resource';
import {
  commitPoints,
  runTopology,
  type CommitPoint,
  type Log,
  type RunningTopology,
  type RunOptions,
} from '@panto/streams';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const { env } = process;
const prefix = env.PANTO_TOPIC_PREFIX ?? '';
const tasks = Number(env.PANTO_TASKS);
const sessionTimeout = Number(env.PANTO_FAULTS_SESSION ?? 6_000);
const registry = new Registry({ url: env.PANTO_SCHEMA_REGISTRY_URL ?? '' });

const say = (level: string) => (fields: object, message: string) =>
  void process.stdout.write(`${JSON.stringify({ level, ...fields, message })}\n`);
const logger = { debug: () => undefined, info: say('info'), warn: say('warn'), error: say('error') };

const open = <Value>(topic: string, schema: string) =>
  openCodec<Value>(registry, topicName(prefix, topic), schemaNamed(schema));

const fail = (error: unknown): never => {
  say('fatal')({ error: String(error) }, 'fatal');
  process.exit(1);
};
const [crashPoint, crashTimes = '1'] = (env.PANTO_FAULTS_CRASH ?? '').split(':');
let passings = 0;
const onCommitPoint = async (point: CommitPoint): Promise<void> => {
  if (point !== crashPoint || ++passings !== Number(crashTimes)) return;
  say('info')({ point, passings }, 'ends itself');
  process.kill(process.pid, 'SIGKILL');
  // The signal takes a moment, during which nothing may happen.
  await new Promise(() => undefined);
};
if (crashPoint !== '' && !commitPoints.some((point) => point === crashPoint)) {
  throw new Error(`PANTO_FAULTS_CRASH: there is no point ${crashPoint}`);
}

const portion = Number(env.PANTO_FAULTS_PORTION ?? 0);
const options: RunOptions = {
  onCommitPoint,
  settings: {
    ...(portion > 0 ? { batchRecords: portion, dueAtOnce: portion } : {}),
    prefix,
    tasks,
    standby: env.PANTO_STANDBY === 'true',
    warmKeys: Number(env.PANTO_WARM_CHECKS ?? 500_000),
    ticker: env.PANTO_FAULTS_STAGE === 'state-processor',
  },
  logger,
  onFatal: fail,
};

async function run(log: Log): Promise<RunningTopology> {
  const states = await open<State>('states', 'state');
  const codec = await open<Check>('config.checks', 'check');
  const checks = { codec, configurationOf: checkConfigurationOf };
  if (env.PANTO_FAULTS_STAGE === 'alert-processor') {
    const alerts = await open<Alert>('alerts', 'alert');
    const topology = alertTopology({ prefix, states, alerts, checks, alert: { severity: defaultSeverity } });
    return runTopology(topology, log, options);
  }
  const results = await open<Result>('results', 'result');
  const evaluate = { severity: defaultSeverity, compileMatcher };
  return runTopology(
    stateTopology({ prefix, results, states, checks, observationOf, evaluate }),
    log,
    options,
  );
}

async function live(): Promise<void> {
  const log = await createKafkaLog(kafkaSettings(env), {
    clientId: `${prefix}${env.PANTO_FAULTS_STAGE ?? ''}-${process.pid}`,
    logger,
    timing: { sessionTimeout, heartbeatInterval: 500 },
  });
  const stage = await run(log);
  const signs = createServer((_, response) => response.writeHead(stage.ready() ? 200 : 503).end());
  signs.listen(0, '127.0.0.1', () => say('info')({ port: (signs.address() as AddressInfo).port }, 'signs of life')); // prettier-ignore
  process.once('SIGTERM', () => {
    stage
      .stop()
      .then(() => log.close())
      .then(() => process.exit(0), fail);
  });
}

live().catch(fail);
