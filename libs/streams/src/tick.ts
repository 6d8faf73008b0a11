/** Key of the records that only carry time: the value is null, the Kafka timestamp is the time. */
export const tickKey = 'tick';
