/**
 * Markdown that means itself. A zero-width space takes the power from `@everyone`, and from `<`, by which
 * Mattermost (as Slack) writes `<!channel>` and Discord `<@user>`.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_~|[\]()#]/g, (char) => `\\${char}`)
    .replace(/^(\s*)([-+>]|\d+\.)(?=\s)/gm, '$1\\$2')
    .replace(/[@<](?=\S)/g, (char) => `${char}\u200b`);
}
