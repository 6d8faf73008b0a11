import { LogError } from './log';

/**
 * The outcome of a promise, or an error if it does not settle in time. `late`: what to do with a value that arrives
 * after that, when nothing waits for it any more.
 */
export async function withTimeout<Value>(
  limit: number,
  what: string,
  promise: Promise<Value>,
  late?: (value: Value) => Promise<void>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LogError('unavailable', `${what}: no answer within ${limit} ms`, true));
      if (late !== undefined) promise.then(late).catch(() => undefined);
    }, limit);
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
