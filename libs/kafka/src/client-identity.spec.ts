import { describe, expect, it } from '@jest/globals';
import { clientIdentity, instanceShape } from './client-identity';

describe('the identity of a process', () => {
  it('is that of its instance, also after a restart', () => {
    expect(clientIdentity('state-processor', 'pod-3')).toEqual({
      clientId: 'state-processor-pod-3',
      exclusive: true,
    });
  });

  it('is unique if no instance is named', () => {
    const { clientId, exclusive } = clientIdentity('notifier', undefined);
    expect(clientId).toMatch(new RegExp(`^notifier-.+-${process.pid}$`));
    expect(exclusive).toBe(false);
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(129)])('cannot be named %j', (name) => {
    expect(instanceShape.instance.schema.safeParse(name).success).toBe(false);
  });
});
