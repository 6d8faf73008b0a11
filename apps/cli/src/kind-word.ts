import { InvalidArgumentError } from 'commander';

const segments = ['targets', 'agents', 'channels', 'checks', 'routes', 'silences', 'states'] as const;

/** The last part of the address of a kind: `checks`. */
export type Segment = (typeof segments)[number];

/** The kind for a word on the command line: Check, check or checks. */
export function kindWord(word: string): Segment {
  const lower = word.toLowerCase();
  const segment = segments.find((one) => one === lower || one === `${lower}s`);
  if (segment === undefined) throw new InvalidArgumentError(`it is one of ${segments.join(', ')}.`);
  return segment;
}

/** The singular of a kind: `Check`. */
export const kindName = (segment: Segment): string =>
  `${segment.charAt(0).toUpperCase()}${segment.slice(1, -1)}`;
