import type { Environment } from './read-settings';
import type { SettingsShape } from './setting';

/** Variables that match no setting of the shape, but resemble one. */
export function settingHints(shape: SettingsShape, env: Environment): readonly string[] {
  const known = Object.values(shape).flatMap(({ env: name, secret }) =>
    secret ? [name, `${name}_FILE`] : [name],
  );
  return Object.keys(env)
    .filter((name) => name.startsWith('PANTO_') && !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((candidate) => env[candidate] === undefined && distance(name, candidate) <= 2);
      return meant === undefined ? [] : [`${name} is set but unknown: did you mean ${meant}?`];
    });
}

/** Levenshtein distance: how many letters must change to turn one text into the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
