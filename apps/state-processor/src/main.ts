import {
  observationOf,
  openCodec,
  QuickObservations,
  Registry,
  registryAddress,
  schemaNamed,
} from '@panto/avro';
import { clientIdentity, createKafkaLog } from '@panto/kafka';
import { topicName, type Check, type Result, type State } from '@panto/model';
import { stateTopology } from '@panto/pipeline';
import { checkConfigurationOf, compileMatcher } from '@panto/resource';
import { logPulse, runProcess, streamMeter, topologyRunner, type Settings, type Shell } from '@panto/service';
import { runTopology, type Log } from '@panto/streams';
import { stateProcessorSettings } from './settings';

type ProcessorSettings = Settings<typeof stateProcessorSettings>;

/** The topology, with codecs from the schemas in the registry. */
async function topologyOf({ topicPrefix: prefix, severity, clockAhead, ...settings }: ProcessorSettings) {
  const registry = new Registry(registryAddress(settings));
  const open = <Value>(topic: string, schema: string) =>
    openCodec<Value>(registry, topicName(prefix, topic), schemaNamed(schema));
  const results = await open<Result>('results', 'result');
  const quick = new QuickObservations(results);
  return stateTopology({
    prefix,
    results,
    observe: ({ value, headers }, arrival) => quick.observe(value, arrival, headers),
    states: await open<State>('states', 'state'),
    checks: { codec: await open<Check>('config.checks', 'check'), configurationOf: checkConfigurationOf },
    observationOf,
    evaluate: { severity, compileMatcher },
    clockAhead,
  });
}

async function run(
  settings: ProcessorSettings,
  kafka: Log,
  { log, meters }: Shell,
  onFatal: (error: Error) => void,
) {
  return runTopology(await topologyOf(settings), kafka, {
    // As the first stage, it writes the ticks that tell all stages that time has passed.
    settings: {
      prefix: settings.topicPrefix,
      tasks: settings.tasks,
      standby: settings.standby,
      warmKeys: settings.warmChecks,
      ticker: true,
    },
    logger: log,
    meter: streamMeter(meters, log),
    onFatal,
  });
}

await runProcess({
  name: 'state-processor',
  signsPort: 8091,
  settings: stateProcessorSettings,
  compose: async (settings, shell) => {
    const identity = clientIdentity('state-processor', settings.instance);
    const kafka = await createKafkaLog(settings, { ...identity, logger: shell.log });
    const pulse = logPulse(kafka, topicName(settings.topicPrefix, 'results'));
    shell.signs.watch('kafka', () => pulse.look());
    return {
      runner: topologyRunner((onFatal) => run(settings, kafka, shell, onFatal)),
      resources: [{ name: 'kafka', stop: () => kafka.close() }, pulse],
    };
  },
});
