import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from './cli-error';
import { readSources } from './read-sources';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'panto-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string): void => writeFileSync(join(folder, name), name);

describe('files of resources', () => {
  it('are those in a folder and below it with such an ending, by name; hidden ones are left out', () => {
    mkdirSync(join(folder, 'b'));
    mkdirSync(join(folder, '.git'));
    for (const name of ['c.json', 'a.yaml', 'b/d.yml', 'notes.md', '.git/x.yaml', '.e.yaml']) write(name);
    expect(readSources([folder]).map(({ file, text }) => [file, text])).toEqual(
      ['a.yaml', 'b/d.yml', 'c.json'].map((name) => [join(folder, name), name]),
    );
  });

  it('may have any ending if they are named', () => {
    write('resources.txt');
    expect(readSources([join(folder, 'resources.txt')])).toHaveLength(1);
  });

  it('that are missing are all reported at once', () => {
    const read = (): unknown => readSources([join(folder, 'x'), join(folder, 'y')]);
    expect(read).toThrow(CliError);
    expect(read).toThrow(/x: cannot be read: .*ENOENT.*\n.*y: cannot be read/);
  });

  it('are UTF-8: anything else is reported with its position, and is not taken for another name', () => {
    const file = join(folder, 'latin.yaml');
    writeFileSync(file, Buffer.from('kind: Target\nmetadata: { name: Zürich }\n', 'latin1'));
    expect(() => readSources([file])).toThrow(`${file}:2:20: this is not UTF-8; save the file as UTF-8`);
  });

  it('are missed in a folder without any', () => {
    expect(() => readSources([folder])).toThrow('no file that ends in .yaml, .yml, .json');
  });
});
