import { createClient, createKafkaLog, kafkaSettings, openTopicAdmin, planTopics } from '@panto/kafka';
import { runTopology } from '@panto/streams';
import { sessions } from './sessions.js';

const pause = Number(process.env['PAUSE_SECONDS'] ?? 30) * 1000;
const topology = sessions(pause);
const settings = kafkaSettings(process.env);

await createTopics();
const log = await createKafkaLog(settings, { clientId: `sessions-${process.pid}` });
const stage = await runTopology(topology, log, {
  settings: { ticker: true },
  // Whoever watches over the process starts it again; nothing is lost and nothing is said twice.
  onFatal: (error) => {
    console.error(error);
    process.exit(1);
  },
});
console.log('reads clicks, writes sessions');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

/** Commits what is under way, and leaves its work to others. */
async function stop(): Promise<void> {
  await stage.stop();
  await log.close();
}

/** A stage writes to the partition that it reads from: all its topics have as many. */
async function createTopics(): Promise<void> {
  const admin = await openTopicAdmin(createClient(settings, 'sessions-topics'));
  const arrival = { 'message.timestamp.type': 'LogAppendTime' };
  const compacted = { 'cleanup.policy': 'compact' };
  const wanted = [
    { name: 'clicks', config: arrival },
    { name: 'sessions', config: {} },
    { name: topology.snapshots, config: compacted },
    { name: topology.deadLetters, config: {} },
  ].map((topic) => ({ ...topic, partitions: 6, replicationFactor: 1 }));
  await admin.apply(planTopics(wanted, await admin.find(wanted.map(({ name }) => name))));
  await admin.close();
}
