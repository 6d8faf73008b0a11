import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatFault } from '@panto/resource';
import { parseTimeline, type Story } from '../src/index';

const folder = 'libs/timeline/stories';

/** All stories of this folder, for specs; jest runs in the root of the repository. */
export function readStories(): readonly Story[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.timeline'))
    .sort();
  return files.flatMap((file) => {
    const reading = parseTimeline({ file, text: readFileSync(join(folder, file), 'utf8') });
    if (!reading.ok) throw new Error(reading.faults.map(formatFault).join('\n'));
    return reading.stories;
  });
}
