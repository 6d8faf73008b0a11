import { jest } from '@jest/globals';
import { endProcess } from './end-process';

describe('a process that is done', () => {
  const before = process.exitCode;
  afterEach(() => {
    process.exitCode = before;
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('has its exit code at once, and is ended by force if something still hangs after a second', () => {
    jest.useFakeTimers();
    const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as typeof process.exit);
    endProcess(3);
    expect(process.exitCode).toBe(3);
    jest.advanceTimersByTime(999);
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(exit).toHaveBeenCalledWith(3);
  });
});
