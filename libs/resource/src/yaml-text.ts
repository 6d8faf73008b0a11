import { Document } from 'yaml';

/** Formats values as YAML 1.2, one document each; reading the text gives the same values. */
export function formatYaml(values: readonly unknown[]): string {
  return values
    .map((value) => new Document(value, { version: '1.2' }).toString({ lineWidth: 110 }))
    .join('---\n');
}
