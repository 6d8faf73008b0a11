import {
  alertDecider,
  blank as noAlerts,
  type AlertInput,
  type AlertMemory,
  type AlertOutput,
} from '@panto/alert';
import { step } from '@panto/decider';
import {
  blank as noStates,
  stateDecider,
  type CheckMemory,
  type EvaluateSettings,
  type StateInput,
} from '@panto/evaluate';
import type { Alert, CheckConfiguration, Observation, State } from '@panto/model';
import { TimerHeap, type Timed } from '@panto/streams';
import { SharedRules } from './shared-rules';

/** The output of a simulation, in the order of deciding. */
export type Decision =
  | { readonly type: 'state'; readonly state: State }
  | { readonly type: 'alert'; readonly alert: Alert }
  | { readonly type: 'note'; readonly check: string; readonly reason: string };

/** One of the two timers of a Check. */
interface Timer extends Timed {
  readonly subject: Subject;
  readonly stage: 'state' | 'alert';
}

/** A Check in the simulation. */
interface Subject {
  readonly check: string;
  states: CheckMemory;
  alerts: AlertMemory;
  readonly stateTimer: Timer;
  readonly alertTimer: Timer;
}

/**
 * Runs the production folds over recorded Results, without a broker: States and Alerts of any number of Checks on one
 * clock of arrivals. At one instant passed deadlines come first, then ends of flaps, then arriving Results.
 */
export class Simulation {
  private readonly subjects = new Map<string, Subject>();
  private readonly timers = new TimerHeap<Timer>();
  private readonly rules = new SharedRules();
  private readonly states;
  private readonly alerts;

  constructor(
    settings: EvaluateSettings,
    private readonly emit: (decision: Decision) => void,
  ) {
    this.states = stateDecider(settings);
    this.alerts = alertDecider(settings);
  }

  /** Configures a Check, or removes it with null. `time` is the clock of arrivals, ms. */
  configure(check: string, configuration: CheckConfiguration | null, time: number): void {
    this.passBefore(time);
    const subject = this.subjects.get(check) ?? this.begin(check);
    const shared = configuration && this.rules.share(configuration);
    const input = { type: 'check', configuration: shared, time } as const;
    this.tellStates(subject, input);
    this.tellAlerts(subject, input);
  }

  /** A Result arrives; everything that was due before it comes first. */
  arrive(check: string, observation: Observation): void {
    this.passBefore(observation.arrival);
    const subject = this.subjects.get(check);
    if (subject === undefined) this.emit({ type: 'note', check, reason: 'unassigned' });
    else this.tellStates(subject, { type: 'result', observation });
  }

  /**
   * Lets time pass without results, up to and including a moment. False: `most` timers have fired and more are due;
   * another call continues from there.
   */
  passThrough(until: number, most = Infinity): boolean {
    // A deadline is missed in the instant after it: of what is due then, only the deadlines belong to `until`.
    return this.pass(until + 1, most, ({ stage, due }) => stage === 'state' || due <= until);
  }

  /** Lets time pass until something arrives at a moment; `most` as above. */
  passBefore(time: number, most = Infinity): boolean {
    return this.pass(time, most, () => true);
  }

  private pass(time: number, most: number, belongs: (timer: Timer) => boolean): boolean {
    for (let fired = 0; fired < most; fired += 1) {
      const timer = this.timers.takeDue(time);
      if (timer === undefined) return true;
      if (belongs(timer)) this.fire(timer);
    }
    return false;
  }

  private fire(timer: Timer): void {
    if (timer.stage === 'state') this.tellStates(timer.subject, { type: 'tick', time: timer.due });
    else this.tellAlerts(timer.subject, { type: 'tick', time: timer.due });
  }

  private begin(check: string): Subject {
    const timer = (stage: 'state' | 'alert') => ({ key: `${stage === 'state' ? 0 : 1} ${check}`, stage, due: Infinity, queued: Infinity, place: -1 }); // prettier-ignore
    const subject: Subject = {
      check,
      states: noStates,
      alerts: noAlerts,
      get stateTimer() {
        return stateTimer;
      },
      get alertTimer() {
        return alertTimer;
      },
    };
    const stateTimer: Timer = { ...timer('state'), subject };
    const alertTimer: Timer = { ...timer('alert'), subject };
    this.subjects.set(check, subject);
    return subject;
  }

  private tellStates(subject: Subject, input: StateInput): void {
    const { memory, outputs } = step(this.states, subject.states, input);
    subject.states = memory;
    this.timers.arm(subject.stateTimer, this.states.dueAt?.(memory) ?? Infinity);
    for (const output of outputs) {
      if (output.type === 'note') this.emit({ type: 'note', check: subject.check, reason: output.reason });
      if (output.type !== 'state') continue;
      const alerts = this.decideAlerts(subject, output);
      // A flap that ends because of the record ends before it, and publishes the State that stood until then.
      const isEnd = ({ alert }: AlertOutput) => alert.cause !== output.state;
      for (const end of alerts.filter(isEnd)) this.emit(end);
      this.emit(output);
      for (const alert of alerts) if (!isEnd(alert)) this.emit(alert);
    }
  }

  private tellAlerts(subject: Subject, input: AlertInput): void {
    this.decideAlerts(subject, input).forEach(this.emit);
  }

  private decideAlerts(subject: Subject, input: AlertInput): readonly AlertOutput[] {
    const { memory, outputs } = step(this.alerts, subject.alerts, input);
    subject.alerts = memory;
    this.timers.arm(subject.alertTimer, this.alerts.dueAt?.(memory) ?? Infinity);
    return outputs;
  }
}
