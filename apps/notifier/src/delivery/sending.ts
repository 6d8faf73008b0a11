/** What attempts are counted by: a message, and how often a person has asked to send it again. */
export interface Sending {
  /** The send id. */
  readonly id: string;
  readonly resend: number;
}

/** A sending as the key of a map: the same id with another number is tried afresh. */
export function sendingKey({ id, resend }: Sending): string {
  return `${id}/${resend}`;
}
