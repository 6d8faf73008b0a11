import { durationSetting } from './duration-setting';

/** Environment variable of every process that decides whether to accept a Result. */
export const clockShape = {
  clockAhead: {
    env: 'PANTO_CLOCK_AHEAD_LIMIT',
    schema: durationSetting('5m', 0),
    doc: 'How far the timestamp of a Result may be ahead of its arrival before it is a dead letter; the same for state-processor and metrics-sink.',
    secret: false,
  },
};
