import type { World } from './world';

/** Something done to the running system repeatedly, as a value. */
export interface Fault {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly what: string;
  /** How many dedicated brokers it needs; 0: any broker will do, and none is harmed. */
  readonly brokers: 0 | 3;
  /**
   * What the processes are: the apps of the product, or the same topologies in a process of the runner, which has a
   * short session and can be told to end itself at a given point.
   */
  readonly program: 'app' | 'stage';
  /** Done once before the rounds. */
  prepare?(world: World): Promise<void>;
  /** One round; when it returns, everything except the processes works again. Returns what was done, in a few words. */
  strike(world: World, round: number): Promise<string>;
}
