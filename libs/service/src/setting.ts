import type { z } from 'zod';

/** One setting of a process: its environment variable, its type, and a sentence about it. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  /** Name of the environment variable. */
  readonly env: string;
  /** Receives the text of the variable, or undefined if it is not set. */
  readonly schema: Schema;
  readonly doc: string;
  /** Secrets may also come from the file named by `<env>_FILE`, and are never printed. */
  readonly secret: boolean;
}

/** The settings of a process by their names in code. */
export type SettingsShape = Readonly<Record<string, Setting>>;

/** The values of a shape once it is read. */
export type Settings<Shape extends SettingsShape> = {
  readonly [Name in keyof Shape]: z.output<Shape[Name]['schema']>;
};

/** A setting that may be shown. */
export function setting<Schema extends z.ZodType>(
  env: `PANTO_${string}`,
  schema: Schema,
  doc: string,
): Setting<Schema> {
  return { env, schema, doc, secret: false };
}

/** A setting that is never shown and may come from a file (`<env>_FILE`). */
export function secret<Schema extends z.ZodType>(
  env: `PANTO_${string}`,
  schema: Schema,
  doc: string,
): Setting<Schema> {
  return { env, schema, doc, secret: true };
}
