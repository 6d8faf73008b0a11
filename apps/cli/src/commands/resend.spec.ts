import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Command } from 'commander';
import { exitCode } from '../exit-code';
import { resendCommand } from './resend';
import { undeliveredCommand } from './undelivered';

const message = {
  id: '5b9d6c1e-9d0a-5f0e-8f0a-000000000001',
  check: { id: 'c', name: 'checkout-http' },
  channel: { id: 'h', name: 'ops-chat' },
  title: 'CRITICAL: checkout-http',
  outcome: 'expired',
  lastAttempt: { attempts: 17, reason: 'network', detail: 'connect\nECONNREFUSED', timestamp: '2026-11-23T12:59:41.000Z' }, // prettier-ignore
  of: 'a newer Server',
};
/** The requests the Server received. */
let asked: string[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  asked = [];
  process.exitCode = 0;
});

async function told(command: Command, words: readonly string[], answer: (path: string) => Response) {
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, request) => {
    const path = String(url).replace(/^.*\/api\/v1/, '');
    asked.push(`${request?.method} ${path}`);
    return Promise.resolve(answer(path));
  });
  const [out, err] = (['log', 'error'] as const).map((to) =>
    jest.spyOn(console, to).mockImplementation(() => undefined),
  );
  await command.parseAsync(words, { from: 'user' });
  return { out: out?.mock.calls.join('\n') ?? '', err: err?.mock.calls.join('\n') ?? '' };
}

describe('panto undelivered', () => {
  const answer = () => Response.json({ items: [message] });

  it('shows one message per line: id, Channel, outcome', async () => {
    const { out } = await told(undeliveredCommand(), ['--channel', 'ops-chat', '--since', '24h'], answer);
    const [heads, line] = out.split('\n').map((text) => text.split(/ {2,}/));
    expect(heads).toEqual(['ID', 'TIME', 'CHANNEL', 'CHECK', 'TITLE', 'OUTCOME', 'REASON', 'ATTEMPTS', 'DETAIL']); // prettier-ignore
    expect(line).toEqual([message.id, '2026-11-23T12:59:41.000Z', 'ops-chat', 'checkout-http', 'CRITICAL: checkout-http', 'expired', 'network', '17', 'connect ECONNREFUSED']); // prettier-ignore
    expect(asked[0]).toMatch(/^GET \/notifications\?undelivered=true&since=.*&limit=100&channel=ops-chat$/);
  });

  it('prints everything the Server returns as JSON', async () => {
    expect(JSON.parse((await told(undeliveredCommand(), ['-o', 'json'], answer)).out)).toEqual([message]);
  });

  it('reports what is wrong with a time', async () => {
    await expect(told(undeliveredCommand(), ['--since', 'long'], answer)).rejects.toThrow(/--since: /);
  });
});

describe('panto resend', () => {
  it('sends each once, and continues after a refused one', async () => {
    const answer = (path: string) =>
      path.includes('/b/')
        ? Response.json({ detail: '`b` was delivered', code: 'not-undelivered' }, { status: 409 })
        : Response.json({ id: 'a', title: 'T', channel: { name: 'ops-chat' }, resend: 1 });
    expect(await told(resendCommand(), ['b', 'a', 'a'], answer)).toEqual({
      out: 'a goes to ops-chat again: T',
      err: '`b` was delivered',
    });
    expect(asked).toEqual(['POST /notifications/b/resend', 'POST /notifications/a/resend']);
    expect(process.exitCode).toBe(exitCode.refused);
  });

  it('sends everything of a Channel, oldest first', async () => {
    const answer = (path: string) =>
      path.includes('?undelivered')
        ? Response.json({ items: [{ id: 'new' }, { id: 'old' }] })
        : Response.json({ title: 'T', channel: { name: 'ops-chat' } });
    await told(resendCommand(), ['--channel', 'ops-chat'], answer);
    expect(asked).toEqual([
      'GET /notifications?undelivered=true&limit=1000&channel=ops-chat',
      'POST /notifications/old/resend',
      'POST /notifications/new/resend',
    ]);
  });

  it.each([[[]], [['a', '--channel', 'ops-chat']]])('takes either ids or a Channel: %j', async (words) => {
    await expect(told(resendCommand(), words, () => Response.json({}))).rejects.toThrow(/ids or --channel/);
  });

  it('passes on that it is by force', async () => {
    await told(resendCommand(), ['a', '--force'], () =>
      Response.json({ title: 'T', channel: { name: 'c' } }),
    );
    expect(asked).toEqual(['POST /notifications/a/resend?force=true']);
  });
});
