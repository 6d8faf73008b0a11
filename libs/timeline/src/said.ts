import type { Alert, Reason, State } from '@panto/model';
import { formatClock } from './clock';
import type { NoteReason, Story } from './story';

/** An output of a story. */
export type Said = {
  /** UUID of the Check. */
  readonly check: string;
  /** Index of the entry it belongs to. */
  readonly entry: number;
} & (
  | { readonly kind: 'state'; readonly state: State }
  | {
      readonly kind: 'alert';
      readonly alert: Alert;
      /** Number of the episode of its rule, from 1. */
      readonly episode: number;
    }
  | { readonly kind: 'note'; readonly reason: NoteReason }
);

/** Whether it is a State that only repeats, which stories need not mention. */
export function isRepeat(said: Said): boolean {
  return said.kind === 'state' && said.state.state === said.state.previous;
}

/** An output, in the words in which a story would expect it. */
export function formatSaid(said: Said, story: Story): string {
  const several = story.names.size > 1;
  const name = several ? `${quoted(story.names.get(said.check) ?? said.check)}: ` : '';
  const at = (timestamp: number) => `at ${formatClock(timestamp - story.start)}`;
  switch (said.kind) {
    case 'note':
      return name + said.reason;
    case 'state': {
      const { state, previous, timestamp, occurrences, late, reasons } = said.state;
      const moved = state === previous ? `again occurrences ${occurrences}` : `was ${previous}`;
      return `${name}State ${state} ${moved} ${at(timestamp)}${late ? ' late' : ''}${because(reasons)}`;
    }
    case 'alert': {
      const { rule, status, state, timestamp, reasons } = said.alert;
      const alert = `Alert ${quoted(rule)} ${status} ${state} episode ${said.episode}`;
      return `${name}${alert} ${at(timestamp)}${because(reasons)}`;
    }
  }
}

function because(reasons: readonly Reason[]): string {
  const texts = reasons.map(({ text }) => JSON.stringify(text));
  return texts.length === 0 ? '' : ` because ${texts.join(' and ')}`;
}

function quoted(name: string): string {
  return /^[^\s"#:]+$/.test(name) ? name : JSON.stringify(name);
}
