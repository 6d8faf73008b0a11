import { pino, type DestinationStream } from 'pino';

/** Writes log lines: fields for machines, a sentence for people. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  fatal(fields: object, message: string): void;
  /** A logger whose lines all carry these additional fields. */
  child(fields: object): Logger;
}

/** The least severe lines to write. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

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

/** A log of JSON lines on standard output (or `destination`), with fields named like secrets redacted. */
export function createLogger(
  name: string,
  level: LogLevel = 'info',
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: { service: name, pid: process.pid },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
    redact: {
      paths: secretNames.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
