import { expect, it } from '@jest/globals';
import { localCodec, schemaNamed } from '@panto/avro';
import { createLogger, notReady, ready } from '@panto/service';
import { MemoryBroker, MemoryLog } from '@panto/streams';
import { AgentSigns } from '../agent/agent-signs';
import { Configuration } from '../configuration/configuration';
import { States } from '../state/states';
import { Status } from './status';

const openCodec = <Value>(_topic: string, schema: string) =>
  Promise.resolve(localCodec<Value>(schemaNamed(schema)));

it('Kafka that does not answer is missing, as long as it does not', () => {
  let pulse = notReady('has not answered for 31 s');
  const status = new Status({
    version: '1',
    prefix: 't.',
    log: new MemoryLog(new MemoryBroker()),
    configuration: new Configuration(openCodec, 't.', createLogger('server', 'silent')),
    states: new States(openCodec, 't.'),
    signs: new AgentSigns(openCodec, 't.'),
    readers: [],
    kafka: { look: () => pulse },
  });
  expect(status.missing()).toEqual(['Kafka has not answered for 31 s']);
  pulse = ready;
  expect(status.missing()).toEqual([]);
});
