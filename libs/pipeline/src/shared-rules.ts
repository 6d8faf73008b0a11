import type { CheckConfiguration } from '@panto/model';
import { jsonText } from './memory-codec';

/** Rules of so many kinds are known at once; many Checks have rules in common. */
const most = 10_000;

/** Holds rules that Checks have in common only once, so that a million Checks of a few kinds take little memory. */
export class SharedRules {
  private readonly states = new Map<string, CheckConfiguration['states']>();
  private readonly alerts = new Map<string, CheckConfiguration['alerts']>();

  /** The same configuration, with rules that are held already where there are such. */
  share(configuration: CheckConfiguration): CheckConfiguration {
    const states = known(this.states, configuration.states);
    return { ...configuration, states, alerts: known(this.alerts, configuration.alerts) };
  }
}

function known<Rules>(map: Map<string, Rules>, rules: Rules): Rules {
  const text = jsonText(rules);
  const found = map.get(text);
  if (found !== undefined) return found;
  if (map.size >= most) map.clear();
  map.set(text, rules);
  return rules;
}
