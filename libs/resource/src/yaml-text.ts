import { Document } from 'yaml';

/** Values as YAML 1.2, one document each; what is written can be read again as it was. */
export function formatYaml(values: readonly unknown[]): string {
  return values
    .map((value) => new Document(value, { version: '1.2' }).toString({ lineWidth: 110 }))
    .join('---\n');
}
