import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { uuidV5 } from '@panto/model';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { attempt, end, hostile, problem } from '../notification.fixture';
import { compose } from './compose';
import { emailChannel } from './email';
import { emailSpec } from './spec';

interface Mail {
  readonly to: string[];
  readonly raw: string;
}
const mails: Mail[] = [];
let answer: { code: number; at: 'rcpt' | 'data' } | undefined;
const fail = (code: number) => Object.assign(new Error('no'), { responseCode: code });
/** Greylisting: an unknown sender is deferred once. */
const later = (address: string) => (greylist.delete(address) ? fail(451) : null);
const greylist = new Set<string>();
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth: (auth, _, done) => (auth.password === 'right' ? done(null, { user: 'u' }) : done(fail(535))),
  onRcptTo: ({ address }, _, done) =>
    done(answer?.at === 'rcpt' || address.startsWith('nobody') ? fail(answer?.code ?? 550) : later(address)),
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (answer !== undefined) return done(fail(answer.code));
      mails.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        raw: Buffer.concat(chunks).toString(),
      });
      done();
    });
  },
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  port = (smtp.server.address() as AddressInfo).port;
});
beforeEach(() => {
  mails.length = 0;
  answer = undefined;
});
afterAll(() => new Promise<void>((done) => smtp.close(() => done())));

const from = 'Panto <panto@ops.example.com>';
const spec = emailSpec.parse({ type: 'email', to: ['oncall@example.com'], cc: ['team@example.com'] });
const channel = (user = '') => emailChannel({ url: `smtp://${user}127.0.0.1:${port}`, from, timeout: 1000 });

describe('an e-mail', () => {
  it('says in text and HTML what happened, on the thread of its episode', async () => {
    expect(await channel().send(problem, spec, attempt())).toEqual({
      kind: 'delivered',
      detail: 'SMTP 250',
      reached: ['oncall@example.com', 'team@example.com'].map((address) => uuidV5(problem.id, address)),
    });
    await channel().send(end, spec, attempt());
    expect(mails.map(({ to }) => to)).toEqual(Array(2).fill(['oncall@example.com', 'team@example.com']));
    const [first, second] = await Promise.all(mails.map(({ raw }) => simpleParser(raw)));
    expect(first).toMatchObject({ subject: problem.title, text: `${problem.text}\n` });
    expect(first!.html).toContain('duration-seconds is 2.35, above 2');
    expect(first!.from?.text).toBe('"Panto" <panto@ops.example.com>');
    expect(first!.messageId).toBe(`<${problem.id}@ops.example.com>`);
    expect(first!.headers.get('auto-submitted')).toBe('auto-generated');
    const root = `<${problem.episode}@ops.example.com>`;
    expect([first, second].map((mail) => [mail!.references, mail!.inReplyTo])).toEqual(
      Array(2).fill([root, root]),
    );
  });

  it.each<[string, typeof answer, object]>([
    [
      'a full mailbox',
      { code: 452, at: 'rcpt' },
      { reason: 'serverError', retriable: true, detail: 'SMTP 452' },
    ],
    [
      'greylisting',
      { code: 451, at: 'data' },
      { reason: 'serverError', retriable: true, detail: 'SMTP 451' },
    ],
    ['a refusal', { code: 554, at: 'data' }, { reason: 'clientError', retriable: false, detail: 'SMTP 554' }],
    [
      'an unknown mailbox',
      { code: 550, at: 'rcpt' },
      { reason: 'clientError', retriable: false, detail: 'SMTP 550' },
    ],
  ])('understands %s', async (_, given, wanted) => {
    answer = given;
    expect(await channel().send(problem, spec, attempt())).toMatchObject(wanted);
  });

  it('counts as delivered if some recipients accepted it', async () => {
    const mixed = emailSpec.parse({ type: 'email', to: ['nobody@example.com', 'oncall@example.com'] });
    expect(await channel().send(problem, mixed, attempt())).toMatchObject({
      detail: 'SMTP 250, 1 recipient refused',
    });
  });

  it('is sent again only to recipients that the server deferred, as the same message', async () => {
    greylist.add('new@example.com');
    const mixed = emailSpec.parse({
      type: 'email',
      to: ['oncall@Example.COM', 'new@example.com'],
      cc: ['nobody@example.com'],
    });
    const first = await channel().send(problem, mixed, attempt());
    expect(first).toMatchObject({
      kind: 'failed',
      retriable: true,
      detail: 'SMTP 451, 1 recipient deferred',
      reached: [uuidV5(problem.id, 'oncall@example.com')],
    });
    const second = await channel().send(problem, mixed, attempt({}, { reached: first.reached }));
    expect(second).toMatchObject({ kind: 'delivered', detail: 'SMTP 250, 1 recipient refused' });
    expect(mails.map(({ to }) => to)).toEqual([['oncall@example.com'], ['new@example.com']]);
    const ids = await Promise.all(mails.map(async ({ raw }) => (await simpleParser(raw)).messageId));
    expect(new Set(ids).size).toBe(1);
  });

  it('is delivered if the deferred recipients reject it in the end', async () => {
    const mixed = emailSpec.parse({ type: 'email', to: ['oncall@example.com', 'nobody@example.com'] });
    const reached = [uuidV5(problem.id, 'oncall@example.com')];
    expect(await channel().send(problem, mixed, attempt({}, { reached }))).toMatchObject({
      kind: 'delivered',
      detail: 'SMTP 250, 1 recipient refused',
      reached,
    });
  });

  it('distinguishes a wrong password from an unreachable server, and does not reveal the password', async () => {
    const wrong = await channel('user:wr0ng-password@').send(problem, spec, attempt());
    expect(wrong).toMatchObject({ reason: 'authError', retriable: false, detail: 'SMTP 535' });
    expect(JSON.stringify(wrong)).not.toContain('wr0ng');
    const gone = emailChannel({ url: 'smtp://127.0.0.1:1', from, timeout: 500 });
    expect(await gone.send(problem, spec, attempt())).toMatchObject({ reason: 'network', retriable: true });
  });

  it('gives up when its time is over', async () => {
    const outcome = await channel().send(problem, spec, attempt({}, { signal: AbortSignal.abort() }));
    expect(outcome).toMatchObject({ reason: 'timeout', retriable: true });
  });
});

describe('untrusted texts', () => {
  const headersOf = (raw: string) =>
    raw
      .split('\r\n\r\n')[0]!
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n');

  it('add no header and no recipient, and no markup in the HTML', async () => {
    await channel().send(hostile, spec, attempt());
    const { raw, to } = mails[0]!;
    expect(to).toEqual(['oncall@example.com', 'team@example.com']);
    expect(headersOf(raw).some((line) => /^(bcc|x-injected)/i.test(line))).toBe(false);
    const { html } = await simpleParser(raw);
    expect(html).not.toMatch(/<script|<img|<b>/);
  });

  it('leave the set of headers unchanged, whatever they contain', async () => {
    const names = (raw: string) =>
      headersOf(raw)
        .map((line) => line.split(':')[0])
        .sort();
    await channel().send(problem, spec, attempt());
    const wanted = names(mails[0]!.raw);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('\r', '\n', '\0', '\u2028', ':', 'B', 'é', '<', ' ', ',') }),
        async (text) => {
          mails.length = 0;
          await channel().send({ ...problem, title: `x${text}`, text, targetName: text }, spec, attempt());
          expect(names(mails[0]!.raw)).toEqual(wanted);
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each(['a@b.example, c@d.example', 'x <a@b.example>', 'a@b.example\r\nBcc: c@d.example', 'a'])(
    '%j is not an address',
    (to) => {
      expect(emailSpec.safeParse({ type: 'email', to: [to] }).success).toBe(false);
    },
  );

  it('never make nodemailer read files or addresses', () => {
    expect(compose(problem, spec, from)).toMatchObject({ disableFileAccess: true, disableUrlAccess: true });
  });
});
