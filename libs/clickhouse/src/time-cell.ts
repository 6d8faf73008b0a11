/** First and last moment that DateTime64(3) can hold and sort correctly: 1900 to 2299, ms. */
const bounds = { first: -2_208_988_800_000, last: 10_413_791_999_999 };

/** A time in ms as ClickHouse parses it; clamped to the range of the type. */
export function timeCell(time: number): string {
  const held = Math.min(Math.max(time, bounds.first), bounds.last);
  const text = new Date(held).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}`;
}
