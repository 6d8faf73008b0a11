import { openCodec, Registry, registryAddress, schemaNamed } from '@panto/avro';
import { clientIdentity, createKafkaLog } from '@panto/kafka';
import { topicName, type Alert, type Check, type State } from '@panto/model';
import { alertTopology } from '@panto/pipeline';
import { checkConfigurationOf } from '@panto/resource';
import { logPulse, runProcess, streamMeter, topologyRunner, type Settings, type Shell } from '@panto/service';
import { runTopology, type Log } from '@panto/streams';
import { alertProcessorSettings } from './settings';

type ProcessorSettings = Settings<typeof alertProcessorSettings>;

/** The topology, with codecs from the schemas in the registry. */
async function topologyOf({ topicPrefix: prefix, severity, ...settings }: ProcessorSettings) {
  const registry = new Registry(registryAddress(settings));
  const open = <Value>(topic: string, schema: string) =>
    openCodec<Value>(registry, topicName(prefix, topic), schemaNamed(schema));
  return alertTopology({
    prefix,
    states: await open<State>('states', 'state'),
    alerts: await open<Alert>('alerts', 'alert'),
    checks: { codec: await open<Check>('config.checks', 'check'), configurationOf: checkConfigurationOf },
    alert: { severity },
  });
}

async function run(
  settings: ProcessorSettings,
  kafka: Log,
  { log, meters }: Shell,
  onFatal: (error: Error) => void,
) {
  return runTopology(await topologyOf(settings), kafka, {
    settings: {
      prefix: settings.topicPrefix,
      tasks: settings.tasks,
      standby: settings.standby,
      warmKeys: settings.warmChecks,
    },
    logger: log,
    meter: streamMeter(meters, log),
    onFatal,
  });
}

await runProcess({
  name: 'alert-processor',
  signsPort: 8092,
  settings: alertProcessorSettings,
  compose: async (settings, shell) => {
    const identity = clientIdentity('alert-processor', settings.instance);
    const kafka = await createKafkaLog(settings, { ...identity, logger: shell.log });
    const pulse = logPulse(kafka, topicName(settings.topicPrefix, 'states'));
    shell.signs.watch('kafka', () => pulse.look());
    return {
      runner: topologyRunner((onFatal) => run(settings, kafka, shell, onFatal)),
      resources: [{ name: 'kafka', stop: () => kafka.close() }, pulse],
    };
  },
});
