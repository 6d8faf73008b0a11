import { Gate } from './gate';

it('lets as many in as it is wide, the next in order of coming, and turns away what the queue cannot hold', async () => {
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

it('counts a place that is left twice once', async () => {
  const gate = new Gate(1, 0);
  const leave = await gate.enter();
  leave?.();
  leave?.();
  expect(await gate.enter()).toBeDefined();
  expect(await gate.enter()).toBeUndefined();
});
