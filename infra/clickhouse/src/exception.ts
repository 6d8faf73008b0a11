/** The engine's report of a failed query: ClickHouse's error code and its text. */
export interface EngineException {
  readonly code: number;
  readonly text: string;
}

/** ClickHouse's error codes that this process itself raises. */
export const code = {
  badArguments: 36,
  notImplemented: 48,
  syntaxError: 62,
  tooLarge: 112,
  unknownSetting: 115,
  tooManyQueries: 202,
  accessDenied: 497,
  unknown: 1002,
} as const;

/** An exception of our own in the engine's format. */
export const exception = (number: number, name: string, text: string): EngineException => ({
  code: number,
  text: `Code: ${number}. DB::Exception: ${text}. (${name})`,
});

/** Parses what the engine threw; its messages begin with `Code: 60. DB::Exception: ...`. */
export function readException(error: unknown): EngineException {
  const text = error instanceof Error ? error.message : String(error);
  const number = /Code: (\d+)\./.exec(text)?.[1];
  if (number === undefined) return exception(code.unknown, 'UNKNOWN_EXCEPTION', text);
  return { code: Number(number), text };
}

/** HTTP status by error code, as in ClickHouse's HTTPHandler; all others are 500. */
const statuses: ReadonlyMap<number, readonly number[]> = new Map([
  [400, [6, 25, 26, 27, 36, 38, 41, 53, 62, 72, 117, 376, 456, 675, 676]],
  [403, [497]],
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 109, 115]],
  [408, [159]],
  [413, [112]],
  [501, [48]],
  [503, [202, 209, 439]],
]);
const statusByCode = new Map(
  [...statuses].flatMap(([status, codes]) => codes.map((number) => [number, status] as const)),
);

/** The HTTP status for an error code. */
export const statusOf = (number: number): number => statusByCode.get(number) ?? 500;
