import type { z } from 'zod';

/** One setting of a process: the environment variable it comes from, what it may be, and a sentence about it. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  /** Name of the environment variable. */
  readonly env: string;
  /** Takes the text of the variable, or undefined when it is not set. */
  readonly schema: Schema;
  readonly doc: string;
  /** Secrets may also come from the file that `<env>_FILE` names, and are never printed. */
  readonly secret: boolean;
}

/** The settings of a process by the names they have in code. */
export type SettingsShape = Readonly<Record<string, Setting>>;

/** What comes of a shape once it is read. */
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
