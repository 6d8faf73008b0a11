import { access, constants, statfs } from 'node:fs/promises';
import { errorCode, errorText } from '../failure';
import { measured, type Probe } from '../probe';
import { ProbeError } from '../probe-error';
import { diskUsageParameters } from './parameters';

/** Usage of a file system of this machine. */
export const diskUsage: Probe<typeof diskUsageParameters> = {
  name: 'disk-usage',
  kind: 'local',
  summary: 'Space and inodes of the file system that a path is on.',
  parameters: diskUsageParameters,
  metrics: {
    'total-bytes': { type: 'int', text: 'Size of the file system.' },
    'used-bytes': { type: 'int', text: 'Space in use.' },
    'free-bytes': { type: 'int', text: 'Space still available to an ordinary user.' },
    'used-ratio': {
      type: 'float',
      text: 'Used space relative to what an ordinary user could use, 0 to 1, as `df` reports it.',
    },
    'inodes-used-ratio': { type: 'float', text: 'Inodes in use; absent if the file system has none.' },
    'read-only': { type: 'bool', text: 'Whether the file system is mounted read-only.' },
  },
  async run({ path }) {
    const found = await statfs(path, { bigint: true }).catch((error: unknown) => {
      throw new ProbeError('system', errorText(error), { cause: error });
    });
    const used = (found.blocks - found.bfree) * found.bsize;
    const free = found.bavail * found.bsize;
    const inodes = Number(found.files);
    return measured({
      ints: { 'total-bytes': found.blocks * found.bsize, 'used-bytes': used, 'free-bytes': free },
      floats: {
        'used-ratio': used + free === 0n ? 0 : Number(used) / Number(used + free),
        ...(inodes > 0 && { 'inodes-used-ratio': 1 - Number(found.ffree) / inodes }),
      },
      bools: { 'read-only': await isReadOnly(path) },
    });
  },
};

/** The system checks for EROFS before permissions, so the answer is right for files of other users too. */
async function isReadOnly(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return false;
  } catch (error) {
    return errorCode(error) === 'EROFS';
  }
}
