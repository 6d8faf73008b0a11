/** A text for display, without the user names and passwords of addresses in it: `https://***@clickhouse:8443`. */
export function redactCredentials(text: string): string {
  return text.replace(/(?<=:\/\/)[^\s/?#'"]+@/g, '***@');
}
