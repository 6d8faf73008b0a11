import { z } from 'zod';
import type { SettingsShape } from './setting';

/** A row of the table of settings in the documentation. */
export interface SettingRow {
  readonly env: string;
  readonly doc: string;
  /** The default as a person would write it; undefined if there is none. */
  readonly default: string | undefined;
  readonly required: boolean;
  readonly secret: boolean;
}

/** The settings of a process as rows for its documentation. */
export function describeSettings(shape: SettingsShape): readonly SettingRow[] {
  return Object.values(shape).map(({ env, schema, doc, secret }) => {
    const absent = schema.safeParse(undefined);
    const value = absent.success ? (written(schema) ?? absent.data) : undefined;
    const standard = secret || value === undefined ? undefined : String(value);
    return { env, doc, default: standard, required: !absent.success, secret };
  });
}

/** The default of a setting that is converted when it is read: `5s`, not the resulting 5000 ms. */
function written(schema: z.ZodType): unknown {
  return schema instanceof z.ZodPipe && schema.in instanceof z.ZodDefault
    ? schema.in.def.defaultValue
    : undefined;
}
