import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@panto/service';
import { channelSettings, notifierSettings } from './settings';

const read = (env: Record<string, string>) => readSettings(notifierSettings, env);
const allowed = (env: Record<string, string>) =>
  channelSettings(read(env)).webhook.allowPrivate.map(({ address, prefix }) => `${address}/${prefix}`);

describe('the settings of the notifier', () => {
  it('are all optional', () => {
    const settings = read({});
    expect(settings).toMatchObject({
      maxAge: 3_600_000,
      staleAfter: 300_000,
      attemptTimeout: 10_000,
      concurrency: 4,
      dependencyStates: ['CRITICAL', 'MISSING_DATA', 'ERROR'],
      dependencyWait: 5_000,
    });
    expect(channelSettings(settings)).toMatchObject({ email: null, sms: null, pagerduty: { url: 'https://events.pagerduty.com' } }); // prettier-ignore
  });

  it.each([
    ['a stack on one machine', {}, ['127.0.0.0/8', '::1/128']],
    ['brokers elsewhere', { PANTO_KAFKA_BOOTSTRAP_SERVERS: '127.0.0.1:9092,kafka.example.com:9092' }, []],
    ['custom ranges', { PANTO_WEBHOOK_ALLOW_PRIVATE: '10.1.0.0/16, 192.0.2.7' }, ['10.1.0.0/16', '192.0.2.7/32']], // prettier-ignore
    ['none', { PANTO_WEBHOOK_ALLOW_PRIVATE: 'none' }, []],
  ])('private addresses of webhooks: %s', (_, env, wanted) => {
    expect(allowed(env)).toEqual(wanted);
  });

  it.each([
    ['critical', ['CRITICAL']],
    ['warning, Missing-Data', ['WARNING', 'MISSING_DATA']],
    ['none', []],
  ])('PANTO_DEPENDENCY_STATES=%s', (text, wanted) => {
    expect(read({ PANTO_DEPENDENCY_STATES: text, PANTO_DEPENDENCY_WAIT: '0' })).toMatchObject({ dependencyStates: wanted, dependencyWait: 0 }); // prettier-ignore
  });

  it.each([
    ['CRITICAL,OK', /PANTO_DEPENDENCY_STATES: OK is not a State in which a Target can be down/],
    ['sleepy', /sleepy is not a State/],
    ['CRITICAL,', /nothing is not a State/],
  ])('PANTO_DEPENDENCY_STATES=%j is a fault', (text, fault) => {
    expect(() => read({ PANTO_DEPENDENCY_STATES: text })).toThrow(fault);
  });

  it('report all faults at once, and no secret', () => {
    const faults = () =>
      read({
        PANTO_NOTIFIER_MAX_AGE: 'long',
        PANTO_WEBHOOK_ALLOW_PRIVATE: '10.0.0.0/99',
        PANTO_SMTP_URL: 'c4n4ry',
      });
    expect(faults).toThrow(
      /PANTO_NOTIFIER_MAX_AGE: must be a duration[\s\S]*PANTO_WEBHOOK_ALLOW_PRIVATE: 10.0.0.0\/99 is not a range/,
    );
    expect(faults).toThrow(/PANTO_SMTP_URL: is not valid/);
    expect(faults).not.toThrow(/c4n4ry/);
  });
});
