/** Key of the records that carry nothing but time: null value, the Kafka timestamp is the time. */
export const tickKey = 'tick';
