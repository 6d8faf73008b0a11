import { pino, type DestinationStream } from 'pino';

/** Fields of a log line besides its message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes log lines: a sentence for people, fields for machines. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  fatal(message: string, fields?: LogFields): void;
  /** A log whose lines all carry these fields too. */
  with(fields: LogFields): Log;
}

/** Least severe lines that are written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

const levels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
const secretNames = [
  'password',
  'secret',
  'token',
  'authorization',
  'apiKey',
  'routingKey',
  'userInfo',
  'cookie',
];

/** A log of JSON lines on standard output (or `destination`), with the fields that name secrets blanked. */
export function createLogger(name: string, level: LogLevel = 'info', destination?: DestinationStream): Log {
  const options = {
    level,
    base: { service: name, pid: process.pid },
    messageKey: 'message',
    errorKey: 'error',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
    redact: {
      paths: secretNames.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
  };
  return wrap(destination === undefined ? pino(options) : pino(options, destination));
}

type Write = (fields: LogFields, message: string) => void;

function wrap(
  logger: Record<(typeof levels)[number], Write> & {
    child(fields: LogFields): Parameters<typeof wrap>[0];
  },
): Log {
  const write =
    (level: (typeof levels)[number]) =>
    (message: string, fields: LogFields = {}): void => {
      logger[level](fields, message);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    with: (fields) => wrap(logger.child(fields)),
  };
}
