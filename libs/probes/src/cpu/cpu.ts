import { setTimeout as wait } from 'node:timers/promises';
import { currentLoad } from 'systeminformation';
import { measured, type Probe } from '../probe';
import { ProbeError } from '../probe-error';
import { cpuParameters } from './parameters';

/** CPU utilization of this machine. */
export const cpu: Probe<typeof cpuParameters> = {
  name: 'cpu',
  kind: 'local',
  summary: 'Measures the CPU utilization of the machine for a moment.',
  parameters: cpuParameters,
  metrics: {
    'busy-ratio': { type: 'float', text: 'Share of time not idle, over all CPUs, 0 to 1.' },
    'user-ratio': { type: 'float', text: 'Share of time in user mode, `nice` included.' },
    'system-ratio': { type: 'float', text: 'Share of time in the kernel, interrupts included.' },
    'steal-ratio': { type: 'float', text: 'Share of time taken by the hypervisor.' },
    'idle-ratio': { type: 'float', text: 'Share of time idle.' },
    cores: { type: 'int', text: 'Processors.' },
  },
  async run({ over }, { signal }) {
    // The library reports the load since the last call, so the first result is discarded.
    await currentLoad();
    await wait(over, undefined, { signal });
    const load = await currentLoad();
    if (!Number.isFinite(load.currentLoad)) throw new ProbeError('system', 'no CPU times');
    return measured({
      ints: { cores: load.cpus.length },
      floats: {
        'busy-ratio': load.currentLoad / 100,
        'user-ratio': (load.currentLoadUser + load.currentLoadNice) / 100,
        'system-ratio': (load.currentLoadSystem + load.currentLoadIrq) / 100,
        'steal-ratio': load.currentLoadSteal / 100,
        'idle-ratio': load.currentLoadIdle / 100,
      },
    });
  },
};
