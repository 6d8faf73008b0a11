import { describe, expect, it } from '@jest/globals';
import { tickKey as keyOfTheModel } from '@panto/model';
import { tickKey as keyOfTheRuntime } from '@panto/streams';

describe('the key of ticks', () => {
  it('is the same for the runtime, which knows no model, and for everything else', () => {
    expect(keyOfTheRuntime).toBe(keyOfTheModel);
  });
});
