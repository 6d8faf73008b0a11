import { createTransport } from 'nodemailer';
import type { Channel } from '../channel';
import { outcomeOfError } from '../failure';
import { delivered, failed, type Outcome } from '../outcome';
import { compose } from './compose';
import type { EmailSpec } from './spec';

/** How e-mails leave. */
export interface EmailSettings {
  /** `smtp://user:password@host:587` or `smtps://...`. */
  readonly url: string;
  /** The sender, `Panto <panto@example.com>`. */
  readonly from: string;
  /** Longest wait for the server, ms. */
  readonly timeout: number;
}

/** E-mail over SMTP: text and HTML, one thread per episode. */
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
    async send(notification, spec, { signal }) {
      try {
        const mail = compose(notification, spec, settings.from);
        const sent = await Promise.race([transport.sendMail(mail), aborted(signal)]);
        const refused = sent.rejected.length;
        return delivered(`SMTP 250${refused === 0 ? '' : `, ${refused} recipients refused`}`);
      } catch (error) {
        return outcomeOfSmtp(error);
      }
    },
    close: async () => transport.close(),
  };
}

/** nodemailer knows no signal; its own timeouts end what is left behind. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new DOMException('the attempt took too long', 'TimeoutError'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

/** RFC 5321, 4.2.1: 4yz may be tried again, 5yz not. */
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
