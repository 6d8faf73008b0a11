/**
 * The shortest suggested interval: a producer that sends in bursts should not raise an alarm at every pause.
 */
const least = '1s';

/**
 * A Check that adopts incoming Results. It has no state rules yet, but an alert rule that pages when its State changes,
 * as with Missing Data. `interval`: the average distance of the Results, in resource notation; null: there is only one.
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
