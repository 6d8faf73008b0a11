import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFault, openDataFolder } from './data-folder';
import { mavenFault } from './downloads';
import { serverProperties } from './parts/kafka';
import { javaFault } from './prerequisites';
import { backoff } from './process/backoff';

describe('a fault that the user can fix is one sentence', () => {
  it.each([
    ['no Java', undefined, 'Java is missing, and Kafka needs it: install Java 17 or newer'],
    ['an old Java', 'openjdk version "11.0.2" 2019', 'Java 11 is too old for Kafka: install Java 17'],
    ['an old Java with a version such as 1.8', 'java version "1.8.0_281"', 'Java 8 is too old for Kafka'],
    ['a stub for java', 'Unable to locate a Java Runtime.', 'The java command does not work'],
  ])('%s', (_case, said, wanted) => {
    const fault = javaFault(said);
    expect(fault).toContain(wanted);
    expect(fault).not.toContain('\n');
  });

  it.each(['17.0.15', '21', '25-ea'])('accepts Java %s', (version) => {
    expect(javaFault(`openjdk version "${version}" 2025-04-15`)).toBeUndefined();
  });

  it('Maven is missing', () => {
    expect(mavenFault({ code: 'ENOENT' })).toMatch(/^Maven is missing: install it .+\.$/);
  });

  it('Maven fails: its first error is reported', () => {
    const stdout = '[INFO] x\n[ERROR] Unknown host example\n[ERROR] more';
    expect(mavenFault({ code: 1, stdout })).toContain('(Unknown host example)');
  });

  it('the data folder cannot be made', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'panto-')), 'file');
    writeFileSync(file, '');
    await expect(openDataFolder(join(file, 'data'))).rejects.toThrow(
      /^The data folder .+ cannot be written \(a part of its path is a file\): set PANTO_DATA_DIR .+\.$/,
    );
  });

  it('the disk is full', () => {
    expect(diskFault('/d', 3 << 20)).toMatch(/^The disk of \/d has 3 MB left .+\.$/);
  });
});

it('Kafka listens on this machine only and keeps topics without their own retention', () => {
  const text = serverProperties('/d', 9092, 19093);
  expect(text).toContain('listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:19093\n');
  expect(text).toContain('log.retention.ms=-1\n');
});

it('waits longer and longer before it restarts a crashed part, and gives up in the end', () => {
  const pauses = Array.from({ length: 20 }, (_, i) => backoff(i));
  const kept = pauses.filter((pause) => pause !== undefined);
  expect(kept).toEqual([...kept].sort((a, b) => a - b));
  expect(pauses.at(-1)).toBeUndefined();
});
