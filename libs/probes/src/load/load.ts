import { cpus, loadavg, platform } from 'node:os';
import { measured, type Probe } from '../probe';
import { ProbeError } from '../probe-error';
import { loadParameters } from './parameters';

/** Load averages of this machine. */
export const load: Probe<typeof loadParameters> = {
  name: 'load',
  kind: 'local',
  summary: 'Load averages of the machine.',
  parameters: loadParameters,
  metrics: {
    'load-1': { type: 'float', text: 'Load average over 1 minute.' },
    'load-5': { type: 'float', text: 'Load average over 5 minutes.' },
    'load-15': { type: 'float', text: 'Load average over 15 minutes.' },
    'load-1-per-core': { type: 'float', text: '`load-1` divided by the number of CPUs.' },
  },
  async run() {
    if (platform() === 'win32') throw new ProbeError('unsupported', 'Windows has no load averages');
    const [one = 0, five = 0, fifteen = 0] = loadavg();
    return measured({
      floats: {
        'load-1': one,
        'load-5': five,
        'load-15': fifteen,
        'load-1-per-core': one / Math.max(1, cpus().length),
      },
    });
  },
};
