import { mem } from 'systeminformation';
import { measured, type Probe } from '../probe';
import { ProbeError } from '../probe-error';
import { memoryParameters } from './parameters';

/** Memory usage of this machine. */
export const memory: Probe<typeof memoryParameters> = {
  name: 'memory',
  kind: 'local',
  summary: 'Memory and swap of the machine.',
  parameters: memoryParameters,
  metrics: {
    'total-bytes': { type: 'int', text: 'Memory of the machine.' },
    'used-bytes': { type: 'int', text: 'Memory that is not available: total minus available.' },
    'available-bytes': { type: 'int', text: 'Memory available to programs without swapping.' },
    'cached-bytes': { type: 'int', text: 'Memory used by caches and buffers.' },
    'swap-total-bytes': { type: 'int', text: 'Swap of the machine.' },
    'swap-used-bytes': { type: 'int', text: 'Swap in use.' },
    'used-ratio': { type: 'float', text: 'Used relative to total, 0 to 1.' },
    'swap-ratio': { type: 'float', text: 'Swap used relative to total swap; 0 without swap.' },
  },
  async run() {
    const found = await mem();
    if (!(found.total > 0)) throw new ProbeError('system', 'the system does not report its memory');
    const used = found.total - found.available;
    return measured({
      ints: {
        'total-bytes': found.total,
        'used-bytes': used,
        'available-bytes': found.available,
        'cached-bytes': found.buffcache,
        'swap-total-bytes': found.swaptotal,
        'swap-used-bytes': found.swapused,
      },
      floats: {
        'used-ratio': used / found.total,
        'swap-ratio': found.swaptotal > 0 ? found.swapused / found.swaptotal : 0,
      },
    });
  },
};
