/** The shortest interval that is guessed: whoever sends in bursts does not want to hear of every pause. */
const least = '1s';

/**
 * A Check that adopts Results that come, with a rule that pages when its State changes: there is none yet that makes a
 * State but Missing Data. `interval`: how far they lie apart on average, as resources say it; null: there is but one.
 */
export function adoptingCheck(check: string, interval: string | null, target: string) {
  return {
    kind: 'Check',
    metadata: { id: check, name: check },
    spec: {
      target,
      interval: interval?.endsWith('ms') === true ? least : (interval ?? '1m'),
      states: [],
      alerts: [{ name: 'change', type: 'change' }],
    },
  };
}
