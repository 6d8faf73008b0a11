import { createTransport } from 'nodemailer';
import { uuidV5 } from '@panto/model';
import type { Channel } from '../channel';
import { outcomeOfError } from '../failure';
import { delivered, failed, type Outcome } from '../outcome';
import { compose } from './compose';
import type { EmailSpec } from './spec';

/** How e-mails are sent. */
export interface EmailSettings {
  /** `smtp://user:password@host:587` or `smtps://...`. */
  readonly url: string;
  /** The sender, `Panto <panto@example.com>`. */
  readonly from: string;
  /** Maximum wait for the server, ms. */
  readonly timeout: number;
}

/** A mail server's answer to a message that at least one recipient was to get. */
interface Sent {
  readonly accepted: readonly (string | { readonly address: string })[];
  readonly rejected: readonly unknown[];
}

/**
 * E-mail over SMTP: text and HTML, one thread per episode. Recipients that the server defers (greylisting, a
 * full mailbox) are retried, and only those; all copies have the same Message-ID.
 */
export function emailChannel(settings: EmailSettings): Channel<EmailSpec> {
  const transport = createTransport({
    url: settings.url,
    connectionTimeout: settings.timeout,
    greetingTimeout: settings.timeout,
    socketTimeout: settings.timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(notification, spec, { signal, reached }) {
      // nodemailer returns domains in lower case.
      const idOf = (address: string) => uuidV5(notification.id, address.toLowerCase());
      const to = [...spec.to, ...(spec.cc ?? [])].filter((address) => !reached.includes(idOf(address)));
      try {
        const mail = { ...compose(notification, spec, settings.from), envelope: { from: settings.from, to } };
        const sent = await Promise.race([transport.sendMail(mail), aborted(signal)]);
        return outcomeOfSent(sent, [...reached, ...acceptedBy(sent).map(idOf)]);
      } catch (error) {
        return outcomeOfRest(outcomeOfSmtp(error), to.length, reached);
      }
    },
    close: async () => transport.close(),
  };
}

/** nodemailer does not support signals; its own timeouts end what is left behind. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new DOMException('the attempt took too long', 'TimeoutError'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

const recipients = (count: number): string => `${count} recipient${count === 1 ? '' : 's'}`;

const acceptedBy = ({ accepted }: Sent): readonly string[] =>
  accepted.map((each) => (typeof each === 'string' ? each : each.address));

/** At least some recipients accepted: deferred ones are retried, rejected ones are not. */
function outcomeOfSent(sent: Sent, reached: readonly string[]): Outcome {
  const refusals: readonly unknown[] =
    'rejectedErrors' in sent && Array.isArray(sent.rejectedErrors) ? sent.rejectedErrors : [];
  const putOff = refusals.map(smtpOf).filter(({ responseCode = 599 }) => responseCode < 500);
  const [first] = putOff;
  if (first !== undefined) {
    const detail = `SMTP ${first.responseCode}, ${recipients(putOff.length)} deferred`;
    return { ...failed('serverError', detail), reached };
  }
  const refused = sent.rejected.length;
  return delivered(`SMTP 250${refused === 0 ? '' : `, ${recipients(refused)} refused`}`, reached);
}

/** Nobody accepted this time, but recipients reached earlier still count. */
function outcomeOfRest(outcome: Outcome, refused: number, reached: readonly string[]): Outcome {
  const isOver = outcome.kind === 'failed' && outcome.reason === 'clientError' && reached.length > 0;
  return isOver ? delivered(`SMTP 250, ${recipients(refused)} refused`, reached) : { ...outcome, reached };
}

/** RFC 5321, 4.2.1: 4yz may be retried, 5yz not. */
function outcomeOfSmtp(error: unknown): Outcome {
  const { code, responseCode } = smtpOf(error);
  const detail = responseCode === undefined ? (code ?? 'SMTP') : `SMTP ${responseCode}`;
  if (code === 'EAUTH' || code === 'ENOAUTH' || responseCode === 535 || responseCode === 530) {
    return failed('authError', detail);
  }
  if (responseCode !== undefined) return failed(responseCode < 500 ? 'serverError' : 'clientError', detail);
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return failed('clientError', detail);
  return outcomeOfError(error);
}

function smtpOf(error: unknown): { code?: string; responseCode?: number } {
  if (typeof error !== 'object' || error === null) return {};
  const responseCode = 'responseCode' in error ? Number(error.responseCode) : Number.NaN;
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(responseCode >= 400 && responseCode < 600 ? { responseCode } : {}),
  };
}
