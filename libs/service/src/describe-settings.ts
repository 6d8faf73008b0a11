import type { SettingsShape } from './setting';

/** A row of the table of settings in the documentation. */
export interface SettingRow {
  readonly env: string;
  readonly doc: string;
  /** The default as text; undefined when there is none. */
  readonly default: string | undefined;
  readonly required: boolean;
  readonly secret: boolean;
}

/** The settings of a process as rows for its documentation. */
export function describeSettings(shape: SettingsShape): readonly SettingRow[] {
  return Object.values(shape).map(({ env, schema, doc, secret }) => {
    const absent = schema.safeParse(undefined);
    const value = absent.success && absent.data !== undefined ? String(absent.data) : undefined;
    return { env, doc, default: secret ? undefined : value, required: !absent.success, secret };
  });
}
