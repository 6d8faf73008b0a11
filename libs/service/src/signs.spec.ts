import { Meters, notReady, ready, Signs } from './index';

describe('Signs', () => {
  const meters = new Meters('spec');
  const signs = new Signs(meters);
  let base = '';
  let broker = notReady('no broker answers');
  beforeAll(async () => {
    signs.watch('kafka', () => broker);
    signs.watch('registry', () => Promise.resolve(ready));
    signs.watch('clickhouse', () => Promise.reject(new Error('gone')));
    base = `http://127.0.0.1:${await signs.start('127.0.0.1', 0)}`;
  });
  afterAll(() => signs.stop());

  it('is alive whatever its dependencies do', async () => {
    const response = await fetch(`${base}/livez`);
    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
  });

  it('is not ready while a dependency is not, and says which one and why', async () => {
    const response = await fetch(`${base}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      ready: false,
      dependencies: {
        kafka: { ok: false, why: 'no broker answers' },
        registry: { ok: true },
        clickhouse: { ok: false, why: 'gone' },
      },
    });
  });

  it('is ready when all are', async () => {
    broker = ready;
    signs.watch('clickhouse', () => ready);
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
  });

  it('exposes our meters and those of the process', async () => {
    meters.counter('panto_spec_total', 'Specs.', ['kind']).add(2, { kind: 'good' });
    meters.counter('panto_spec_total', 'Specs.', ['kind']).add(1, { kind: 'good' });
    const text = await (await fetch(`${base}/metrics`)).text();
    expect(text).toContain('panto_spec_total{kind="good",service="spec"} 3');
    expect(text).toContain('process_cpu_user_seconds_total');
  });

  const others: [string, string, number][] = [
    ['GET', '/elsewhere', 404],
    ['POST', '/metrics', 405],
  ];
  it.each(others)('answers %s %s with %i', async (method, path, status) => {
    expect((await fetch(`${base}${path}`, { method })).status).toBe(status);
  });

  it('refuses a port that is taken with a stable code', async () => {
    const port = Number(new URL(base).port);
    await expect(new Signs(meters).start('127.0.0.1', port)).rejects.toMatchObject({
      code: 'port-unavailable',
    });
  });
});
