/** The full name of a topic of the catalogue; the prefix is a setting (`panto.` by default). */
export function topicName(prefix: string, name: string): string {
  return `${prefix}${name}`;
}
