/** A text to be shown, without the users and passwords of the addresses in it: `https://***@clickhouse:8443`. */
export function conceal(text: string): string {
  return text.replace(/(?<=:\/\/)[^\s/?#'"]+@/g, '***@');
}
