import { readFileSync } from 'node:fs';
import { redactCredentials } from './redact-credentials';
import { ServiceError } from './service-error';
import { settingHints } from './setting-hints';
import type { Setting, Settings, SettingsShape } from './setting';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Outcome = { readonly value: unknown } | { readonly fault: string };

/**
 * Reads and validates all settings at once. Empty variables count as absent. Throws a ServiceError `bad-settings` that
 * lists every fault, without the values of secrets.
 */
export function readSettings<Shape extends SettingsShape>(shape: Shape, env: Environment): Settings<Shape> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(shape)) {
    const outcome = readOne(setting, env);
    if ('fault' in outcome) faults.push(`${setting.env}: ${outcome.fault}`);
    else values[name] = outcome.value;
  }
  if (faults.length > 0) {
    const lines = [...faults, ...settingHints(shape, env)].map((line) => `  ${line}`);
    throw new ServiceError('bad-settings', `these settings cannot be used:\n${lines.join('\n')}`);
  }
  // Each value was parsed by the schema of its name.
  return values as Settings<Shape>;
}

function readOne(setting: Setting, env: Environment): Outcome {
  const text = textOf(setting, env);
  if ('fault' in text) return text;
  const parsed = setting.schema.safeParse(text.value);
  if (parsed.success) return { value: parsed.data };
  if (text.value === undefined) return { fault: `is not set; ${setting.doc}` };
  const reasons = parsed.error.issues.map((issue) => issue.message).join('; ');
  return {
    fault: setting.secret
      ? `is not valid (${setting.doc})`
      : `${reasons} (it is "${redactCredentials(text.value)}")`,
  };
}

function textOf(
  { env: name, secret }: Setting,
  env: Environment,
): { readonly value: string | undefined } | { readonly fault: string } {
  const value = env[name] === '' ? undefined : env[name];
  const file = secret ? env[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') return { value };
  if (value !== undefined) return { fault: `is set, and so is ${name}_FILE; set one of them` };
  try {
    return { value: readFileSync(file, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return {
      fault: `${name}_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
