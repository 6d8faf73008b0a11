import { defaultSeverity, type Alert } from '@panto/model';
import { clockAheadLimit, type Decision, Simulation } from '@panto/pipeline';
import { compileMatcher } from '@panto/resource';
import type { Said } from './said';
import { endOf, type Happening, happeningsOf, noteReasons, type Story } from './story';

/** Runs a story as a plain fold: the production deciders, without a broker. Returns all outputs in order. */
export function foldStory(story: Story): readonly Said[] {
  return new StoryFold(story).run();
}

class StoryFold {
  private readonly said: Said[] = [];
  private readonly simulation: Simulation;
  private readonly episodes = new Map<string, string[]>();
  /** The lines about each Check: since when, and in which entry. */
  private readonly owners = new Map<string, { readonly since: number; readonly entry: number }[]>();
  private now = -Infinity;

  constructor(private readonly story: Story) {
    const settings = { severity: defaultSeverity, compileMatcher };
    this.simulation = new Simulation(settings, (decision) => this.say(decision));
  }

  run(): readonly Said[] {
    for (const { happening, entry } of happeningsOf(this.story)) {
      this.now = happening.at;
      for (const check of this.concerned(entry)) this.own(check, entry);
      this.tell(happening);
    }
    this.simulation.passThrough(endOf(this.story));
    return this.said;
  }

  private own(check: string, entry: number): void {
    const list = this.owners.get(check) ?? [];
    this.owners.set(check, list);
    if (list.at(-1)?.entry !== entry) list.push({ since: this.now, entry });
  }

  private concerned(entry: number): Iterable<string> {
    const check = this.story.entries[entry]?.check;
    return check === undefined ? this.story.names.keys() : [check];
  }

  private tell(happening: Happening): void {
    const { simulation } = this;
    switch (happening.kind) {
      case 'configure':
        simulation.configure(happening.check, happening.configuration, happening.at);
        return;
      case 'remove':
        simulation.configure(happening.check, null, happening.at);
        return;
      case 'time':
        // Whatever is due by now is decided before the next happening, at its own time.
        return;
      case 'result': {
        const { check, at, timestamp, metrics, error } = happening;
        if (timestamp - at > clockAheadLimit) this.say({ type: 'note', check, reason: 'clock-ahead' });
        else simulation.arrive(check, { timestamp, arrival: at, metrics, error });
      }
    }
  }

  private say(decision: Decision): void {
    switch (decision.type) {
      case 'state': {
        const { state } = decision;
        this.said.push({ kind: 'state', ...this.placeOf(state.check, state.arrival), state });
        return;
      }
      case 'alert': {
        const { alert } = decision;
        const place = this.placeOf(alert.check, alert.arrival);
        this.said.push({ kind: 'alert', ...place, alert, episode: this.episodeOf(alert) });
        return;
      }
      case 'note': {
        const reason = noteReasons.find((one) => one === decision.reason);
        if (reason === undefined) throw new Error(`Stories have no note ${decision.reason}.`);
        this.said.push({ kind: 'note', ...this.placeOf(decision.check, this.now), reason });
      }
    }
  }

  /** The entry that a decision at a moment of the clock belongs to: the last one that had begun by then. */
  private placeOf(check: string, at: number): Pick<Said, 'check' | 'entry'> {
    const owner = this.owners.get(check)?.findLast(({ since }) => since <= at);
    return { check, entry: owner?.entry ?? 0 };
  }

  private episodeOf({ check, rule, episode }: Alert): number {
    const key = JSON.stringify([check, rule]);
    const known = this.episodes.get(key) ?? [];
    const index = known.indexOf(episode);
    if (index >= 0) return index + 1;
    this.episodes.set(key, [...known, episode]);
    return known.length + 1;
  }
}
