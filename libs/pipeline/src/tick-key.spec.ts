import { describe, expect, it } from '@jest/globals';
import { tickKey as keyOfTheModel } from '@panto/model';
import { tickKey as keyOfTheRuntime } from '@panto/streams';

describe('the key of ticks', () => {
  it('is one for the runtime, which knows no model, and for everybody else', () => {
    expect(keyOfTheRuntime).toBe(keyOfTheModel);
  });
});
