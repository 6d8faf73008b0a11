/** The rules of a case. */
export interface Rules {
  /** How far back the history rule looks, s. */
  readonly ago: number;
  /** Time between two Results of a Check, s. */
  readonly interval: number;
  /** How many values the trend rule looks at. */
  readonly last: number;
}

/** How many values a trend looks at in every case that the rival runs too: the number is hard-coded in its source. */
export const usualTrend = 25;

/** No Check goes missing while a backlog waits to be read, ms. */
export const missingAfter = 30 * 86_400_000;

/** The spec of every Check: three rules. The rival has the same in kafka-streams/.../Rules.java. */
export const checkSpec = (
  target: string,
  { ago, interval, last }: Rules,
  missing = missingAfter,
): object => ({
  target,
  interval: `${interval}s`,
  missingAfter: missing / 1000,
  states: [
    {
      name: 'slow',
      type: 'threshold',
      states: [
        {
          state: 'critical',
          match: 'any',
          conditions: [{ field: 'duration-seconds', operator: 'gt', value: 2, recover: 1.5 }],
        },
        { state: 'warning', conditions: [{ field: 'duration-seconds', operator: 'gt', value: 1 }] },
      ],
    },
    {
      name: 'errors-rise',
      type: 'trend',
      states: [
        {
          state: 'warning',
          conditions: [{ field: 'http-500-total', last, operator: 'ge', value: 2, counter: true }],
        },
      ],
    },
    {
      name: 'checkouts-before',
      type: 'history',
      states: [
        {
          state: 'critical',
          conditions: [{ field: 'checkouts', ago: `${ago}s`, compare: 'ratio', operator: 'lt', value: 0.5 }],
        },
      ],
    },
  ],
});
