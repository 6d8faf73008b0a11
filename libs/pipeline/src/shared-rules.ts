import type { CheckConfiguration } from '@panto/model';
import { jsonText, jsonValue } from './memory-codec';

/** Rules of so many kinds are known at once; many Checks have rules in common. */
const most = 10_000;

/** What a Check can have in common with many others. */
export type Rules = Pick<CheckConfiguration, 'states' | 'alerts'>;

/**
 * Holds rules that Checks have in common only once, wherever they come from, so that a million Checks of a few kinds take
 * little memory and one plan for each kind.
 */
export class SharedRules {
  private readonly byText = new Map<string, Rules>();
  private readonly texts = new WeakMap<Rules['states'], { readonly rules: Rules; readonly text: string }>();

  /** The same configuration, with rules that are held already where there are such. */
  share(configuration: CheckConfiguration): CheckConfiguration {
    const { states, alerts } = configuration;
    const text = jsonText({ states, alerts });
    return { ...configuration, ...(this.byText.get(text) ?? this.hold(text, { states, alerts })) };
  }

  /** Rules as a text; quick for those that were shared. */
  textOf({ states, alerts }: Rules): string {
    const known = this.texts.get(states);
    return known?.rules.alerts === alerts ? known.text : jsonText({ states, alerts });
  }

  /** The rules of which a text was made. Throws on a text that is none. */
  rulesOf(text: string): Rules {
    return this.byText.get(text) ?? this.hold(text, jsonValue(text) as Rules);
  }

  private hold(text: string, { states, alerts }: Rules): Rules {
    const rules = { states, alerts };
    if (this.byText.size >= most) this.byText.clear();
    this.byText.set(text, rules);
    this.texts.set(states, { rules, text });
    return rules;
  }
}
