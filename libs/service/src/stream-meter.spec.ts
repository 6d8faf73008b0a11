import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from './logger';
import { Meters } from './meters';
import { streamMeter } from './stream-meter';

const page = join(process.cwd(), 'docs', 'reference', 'stages.md');

describe('the meters of a stage', () => {
  it('are those listed on the page about them, and no others', async () => {
    const meters = new Meters('state-processor');
    streamMeter(meters, createLogger('spec', 'silent'));
    const text = await meters.text();
    const types = [...text.matchAll(/^# TYPE (panto_\w+) (\w+)$/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const rows = readFileSync(page, 'utf8').matchAll(/^\| `(panto_\w+)`[^|]*\| (\w+) /gm);
    expect([...rows].map(([, name, type]) => `${name} ${type}`).sort()).toEqual(types.sort());
  });

  it('show a restore in progress, and whether a standby had begun it', async () => {
    const meters = new Meters('state-processor');
    const meter = streamMeter(meters, createLogger('spec', 'silent'));
    meter.restoring(10, 90);
    meter.restored(3, 0.02, true);
    meter.standby(4, 3, 1000, 7);
    const text = await meters.text();
    expect(text).toContain('panto_restoring_records{status="left",service="state-processor"} 90');
    expect(text).toContain('panto_restored_records_total{standby="true",service="state-processor"} 3');
    expect(text).toContain('panto_restore_seconds_count{service="state-processor",standby="true"} 1');
    expect(text).toContain('panto_standbys{status="warm",service="state-processor"} 3');
  });
});
