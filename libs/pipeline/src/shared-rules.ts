import type { CheckConfiguration } from '@panto/model';
import { jsonText, jsonValue } from './memory-codec';

/** Most rules, and most Targets, that are held at once; many Checks share them. */
const most = 10_000;

/** The part of a configuration that a Check can share with many others. */
export type Rules = Pick<CheckConfiguration, 'missingAfter' | 'confirm' | 'states' | 'alerts'>;

/** The part that belongs to a Check alone. */
export type Own = Omit<CheckConfiguration, keyof Rules>;

/**
 * Holds what Checks share only once, wherever it comes from, so that a million Checks of a few kinds take little memory
 * and one plan per kind.
 */
export class SharedRules {
  private readonly byText = new Map<string, Rules>();
  private readonly texts = new WeakMap<Rules['states'], { readonly rules: Rules; readonly text: string }>();
  private readonly targets = new Map<string, string>();

  /** The same configuration, with rules that are already held if there are any. */
  share(configuration: CheckConfiguration): CheckConfiguration {
    const rules = rulesOf(configuration);
    const text = jsonText(rules);
    return this.configuration(configuration, this.byText.get(text) ?? this.hold(text, rules));
  }

  /** Rules as text; fast for shared ones. */
  textOf(configuration: Rules): string {
    const { missingAfter, confirm, states, alerts } = configuration;
    const known = this.texts.get(states);
    const same =
      known?.rules.alerts === alerts &&
      known.rules.confirm === confirm &&
      known.rules.missingAfter === missingAfter;
    return same ? known.text : jsonText(rulesOf(configuration));
  }

  /** The configuration of a Check with the rules of a text. Throws if the text is invalid. */
  configurationOf(own: Own, text: string): CheckConfiguration {
    return this.configuration(own, this.byText.get(text) ?? this.hold(text, jsonValue(text) as Rules));
  }

  private configuration({ id, target, version, createdAt }: Own, rules: Rules): CheckConfiguration {
    const { missingAfter, confirm, states, alerts } = rules;
    const known = target === null ? null : this.targetOf(target);
    return { id, target: known, version, createdAt, missingAfter, confirm, states, alerts };
  }

  private hold(text: string, rules: Rules): Rules {
    if (this.byText.size >= most) this.byText.clear();
    this.byText.set(text, rules);
    this.texts.set(rules.states, { rules, text });
    return rules;
  }

  private targetOf(target: string): string {
    const known = this.targets.get(target);
    if (known !== undefined) return known;
    if (this.targets.size >= most) this.targets.clear();
    this.targets.set(target, target);
    return target;
  }
}

/** The rules of a configuration, without the Check's own part. */
function rulesOf({ missingAfter, confirm, states, alerts }: Rules): Rules {
  return { missingAfter, confirm, states, alerts };
}
