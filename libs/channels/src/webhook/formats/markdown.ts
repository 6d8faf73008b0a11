/**
 * Escapes text for Markdown. A zero-width space disarms `@everyone`, and `<`, with which Mattermost (like
 * Slack) writes `<!channel>` and Discord `<@user>`.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_~|[\]()#]/g, (char) => `\\${char}`)
    .replace(/^(\s*)([-+>]|\d+\.)(?=\s)/gm, '$1\\$2')
    .replace(/[@<](?=\S)/g, (char) => `${char}\u200b`);
}
