import { describe, expect, it } from '@jest/globals';
import { end, hostile, problem } from '../../notification.fixture';
import { webhookFormats } from '../spec';
import { formats } from './format';

const huge = { ...problem, title: `*${'<'.repeat(5000)}`, text: `s\n- ${'&_'.repeat(50_000)}` };
const lengths = (value: unknown): number[] =>
  typeof value === 'string'
    ? [value.length]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(lengths)
      : [];

describe.each(webhookFormats)('the format %s', (format) => {
  it('of a problem and of its end', () => {
    expect({ problem: formats[format](problem), end: formats[format](end) }).toMatchSnapshot();
  });
});

describe('untrusted texts', () => {
  it.each([
    ['slack', ['<!channel>', '<!here>', '<@U123>', '<script>']],
    ['mattermost', ['<!channel>', '<!here>', '@everyone', '@here', '@all', '[link]']],
    ['teams', ['[link]', '*bold*', '<at>']],
    ['discord', ['<@U123>', '@everyone', '@here', '[link]']],
    ['flowdock', ['<script>', '<b>']],
  ] as const)('mention nobody and form no markup in %s', (format, powers) => {
    const body = JSON.stringify(formats[format](hostile));
    expect(powers.filter((power) => body.includes(power))).toEqual([]);
  });

  it('Discord is told to mention nobody', () => {
    expect(formats.discord(hostile)).toMatchObject({ allowed_mentions: { parse: [] } });
  });
});

describe('limits', () => {
  it.each([
    ['slack', 3000, 40_000],
    ['mattermost', 16_383, 32_000],
    ['teams', 28_000, 28_000],
    ['discord', 4096, 6000],
    ['flowdock', 30_000, 50_000],
  ] as const)('%s: no text above %d characters, no body above %d', (format, text, body) => {
    const made = formats[format](huge);
    expect(Math.max(...lengths(made))).toBeLessThanOrEqual(text);
    expect(JSON.stringify(made).length).toBeLessThanOrEqual(body);
  });

  it('Discord: no title above 256 characters', () => {
    const [embed] = (formats.discord(huge) as { embeds: { title: string }[] }).embeds;
    expect(embed!.title.length).toBeLessThanOrEqual(256);
  });
});
