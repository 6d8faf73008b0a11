import { LogError } from './log';

/** The outcome of a promise, or an error when it has none in time. */
export async function within<Value>(limit: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LogError('unavailable', `${what}: no answer within ${limit} ms`, true));
    }, limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
