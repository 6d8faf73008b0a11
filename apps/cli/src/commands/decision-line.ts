import type { Decision } from '@panto/pipeline';

const instant = (ms: number) => new Date(ms).toISOString();

/** A decision as the line that `panto simulate` prints (contract, 7); undefined for notes, which it counts. */
export function decisionLine(decision: Decision): string | undefined {
  switch (decision.type) {
    case 'state': {
      const { check, state, previous, timestamp, occurrences, problemOccurrences, reasons } = decision.state;
      const at = instant(timestamp);
      return JSON.stringify({ type: 'state', check, state, previous, timestamp: at, occurrences, problemOccurrences, reasons }); // prettier-ignore
    }
    case 'alert': {
      const { check, rule, kind, status, state, timestamp, episode } = decision.alert;
      return JSON.stringify({ type: 'alert', check, rule, kind, status, state, timestamp: instant(timestamp), episode }); // prettier-ignore
    }
    case 'note':
      return undefined;
  }
}
