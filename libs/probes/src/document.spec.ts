import { expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { describeProbes } from './document';
import { probes } from './probes';

const file = 'docs/reference/probes.md';

test(`${file} is up to date (PANTO_UPDATE_DOCS=1 writes it)`, () => {
  const wanted = describeProbes(probes.values());
  if (process.env['PANTO_UPDATE_DOCS'] === '1') writeFileSync(file, wanted);
  expect(readFileSync(file, 'utf8')).toBe(wanted);
});

test.each([...probes.values()])('metrics of $name are kebab-case with base units', ({ metrics }) => {
  const names = Object.entries(metrics);
  expect(names.filter(([name]) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  const wrong = names.filter(
    ([name, { type }]) =>
      (/-(seconds|ratio)$/.test(name) && type !== 'float') || (/-bytes$/.test(name) && type !== 'int'),
  );
  expect(wrong).toEqual([]);
});
