/** The part of a kafkajs broker that sends any request; not in its types. */
export interface Sender {
  readonly connectionPool: {
    send(call: {
      request: object;
      response: { decode(payload: Buffer): Promise<object>; parse(answer: object): Promise<object> };
      requestTimeout: number;
    }): Promise<unknown>;
  };
}

/** Whether a broker is of the kafkajs that this library was written for. */
export function isSender(broker: object): broker is Sender {
  return 'connectionPool' in broker;
}
