import type { RunningTopology } from '@panto/streams';
import { createLogger, Meters, streamMeter, topologyRunner } from './index';

describe('topologyRunner', () => {
  let stopped: number;
  let ready: boolean;
  let fail: (error: Error) => void;
  const topology: RunningTopology = {
    group: 'g',
    partitions: [],
    ready: () => ready,
    stop: () => Promise.resolve(void (stopped += 1)),
  };
  const runner = () =>
    topologyRunner((onFatal) => {
      fail = onFatal;
      return Promise.resolve(topology);
    });
  beforeEach(() => {
    stopped = 0;
    ready = false;
  });

  it('is ready when the topology is', async () => {
    const running = runner();
    expect(running.ready()).toEqual({ ok: false, why: 'not started' });
    await running.start();
    expect(running.ready()).toMatchObject({ ok: false });
    ready = true;
    expect(running.ready()).toEqual({ ok: true });
  });

  it('stops the topology, also before it has started', async () => {
    const running = runner();
    const starting = running.start();
    await running.stop();
    await starting;
    expect(stopped).toBe(1);
    await runner().stop();
    expect(stopped).toBe(1);
  });

  it('reports that the topology cannot go on', async () => {
    const running = runner();
    const heard: unknown[] = [];
    running.onFatal((error) => heard.push(error));
    await running.start();
    fail(new Error('lost'));
    expect(heard).toEqual([new Error('lost')]);
  });

  it('stops without an error if the topology never started', async () => {
    const running = topologyRunner(() => Promise.reject(new Error('no broker')));
    await expect(running.start()).rejects.toThrow('no broker');
    await expect(running.stop()).resolves.toBeUndefined();
  });
});

describe('streamMeter', () => {
  it('shows what the runtime measures', async () => {
    const meters = new Meters('spec');
    const meter = streamMeter(meters, createLogger('spec', 'silent'));
    meter.taken('panto.results', 3);
    meter.deadLettered('corrupt', 1);
    meter.transaction('committed', 0.02);
    meter.tasks(4, 3);
    const text = await meters.text();
    expect(text).toContain('panto_records_read_total{topic="panto.results",service="spec"} 3');
    expect(text).toContain('panto_records_dead_lettered_total{reason="corrupt",service="spec"} 1');
    expect(text).toContain('panto_transaction_seconds_count{service="spec",outcome="committed"} 1');
    expect(text).toContain('panto_tasks{status="processing",service="spec"} 3');
  });
});
