/** The unit for counting attempts: a message, and how often a person has requested it again. */
export interface Sending {
  /** The send id. */
  readonly id: string;
  readonly resend: number;
}

/** The map key of a sending: the same send id with another resend number starts afresh. */
export function sendingKey({ id, resend }: Sending): string {
  return `${id}/${resend}`;
}
