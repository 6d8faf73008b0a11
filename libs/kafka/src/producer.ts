/** An identity under which transactions are written. */
export interface Producer {
  /** The transactional id. */
  readonly id: string;
  readonly producerId: string;
  readonly producerEpoch: number;
}
