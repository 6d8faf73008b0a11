import { Gate } from './gate';

it('admits as many as it is wide, the next in order of arrival, and rejects those beyond the queue', async () => {
  const gate = new Gate(1, 1);
  const first = await gate.enter();
  const second = gate.enter();
  expect(await gate.enter()).toBeUndefined();
  first?.();
  const leave = await second;
  expect(leave).toBeDefined();
  leave?.();
  expect(await gate.enter()).toBeDefined();
});

it('counts a slot that is freed twice only once', async () => {
  const gate = new Gate(1, 0);
  const leave = await gate.enter();
  leave?.();
  leave?.();
  expect(await gate.enter()).toBeDefined();
  expect(await gate.enter()).toBeUndefined();
});
