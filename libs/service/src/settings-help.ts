import { describeSettings } from './describe-settings';
import type { SettingsShape } from './setting';

/** What `--help` of a process prints: its settings, each with its meaning and its default. */
export function settingsHelp(name: string, shape: SettingsShape): string {
  const rows = describeSettings(shape).map(({ env, doc, default: value, required, secret }) => {
    const notes = [
      required ? 'required' : value === undefined || value === '' ? undefined : `default: ${value}`,
      secret ? `or in a file named by ${env}_FILE` : undefined,
    ].filter((note) => note !== undefined);
    return `  ${env}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}\n      ${doc}`;
  });
  return `${name} of Panto. It takes no arguments; its settings are environment variables:\n\n${rows.join('\n')}\n`;
}
