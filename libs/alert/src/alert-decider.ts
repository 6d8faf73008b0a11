import type { Decider } from '@panto/decider';
import type { Alert, CheckConfiguration, SeverityOrder, State } from '@panto/model';
import { endOfFlap } from './changes';
import { decideConfiguration } from './decide-configuration';
import { decideState } from './decide-state';
import { decideTime } from './decide-time';
import { rememberAlert, seeConfiguration, seeState } from './evolve';
import { flapping } from './flap';
import { blank, type AlertMemory } from './memory';

/** Inputs of the fold from States to Alerts. */
export type AlertInput =
  | { readonly type: 'check'; readonly configuration: CheckConfiguration | null; readonly time: number }
  | { readonly type: 'state'; readonly state: State }
  | { readonly type: 'tick'; readonly time: number };

/** Outputs of the fold from States to Alerts. */
export interface AlertOutput {
  readonly type: 'alert';
  readonly alert: Alert;
}

/** Settings of alerting that are not part of a Check. */
export interface AlertSettings {
  readonly severity: SeverityOrder;
}

/** The fold from the States of a Check to its Alerts (contract, 5). */
export function alertDecider(settings: AlertSettings): Decider<AlertMemory, AlertInput, AlertOutput> {
  const evolve = (memory: AlertMemory, fact: AlertInput | AlertOutput): AlertMemory => {
    switch (fact.type) {
      case 'check':
        return seeConfiguration(memory, fact.configuration);
      case 'state':
        return seeState(memory, fact.state);
      case 'alert':
        return rememberAlert(memory, fact.alert);
      case 'tick':
        return memory;
    }
  };
  return {
    initial: () => blank,
    evolve,
    decide(input, memory) {
      switch (input.type) {
        case 'check':
          return decideConfiguration(memory, input.time, settings);
        case 'state':
          return decideState(memory, input.state, settings);
        case 'tick':
          return decideTime(memory, input.time, settings);
      }
    },
    dueAt(memory) {
      const ends = flapping(memory).map((rule) => endOfFlap(memory.seen.changes, rule));
      return ends.length === 0 ? undefined : Math.min(...ends);
    },
    tick: (time) => ({ type: 'tick', time }),
  };
}
