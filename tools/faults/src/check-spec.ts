/** The rules of every Check of the workload: all three algorithms, confirmation, all three kinds of Alerts. */
export const checkSpec = {
  interval: '1s',
  missingAfter: '3s',
  confirm: { worse: 2, better: 1, error: 1 },
  states: [
    {
      name: 'high',
      type: 'threshold',
      states: [
        {
          state: 'critical',
          match: 'any',
          conditions: [{ field: 'load', operator: 'gt', value: 80, recover: 60 }],
        },
        { state: 'warning', match: 'any', conditions: [{ field: 'load', operator: 'gt', value: 50 }] },
      ],
    },
    {
      name: 'rising',
      type: 'trend',
      states: [
        {
          state: 'warning',
          conditions: [{ field: 'errors-total', last: 5, operator: 'ge', value: 8, counter: true }],
        },
      ],
    },
    {
      name: 'as-before',
      type: 'history',
      states: [
        {
          state: 'warning',
          conditions: [{ field: 'load', ago: '5s', compare: 'difference', operator: 'gt', value: 70 }],
        },
      ],
    },
  ],
  alerts: [
    { name: 'any-change', type: 'change' },
    { name: 'lasting', type: 'recurrence', moreThan: 2, repeatEvery: 3 },
    { name: 'flapping', type: 'flap', moreThan: 4, within: '10s' },
  ],
};
