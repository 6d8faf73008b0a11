import type { World } from './world';

/** Something that is done to the running system again and again, as a value. */
export interface Fault {
  readonly name: string;
  /** What is done, in a sentence. */
  readonly what: string;
  /** How many brokers it needs of its own; 0: any will do, and none is harmed. */
  readonly brokers: 0 | 3;
  /**
   * What the processes are: the apps of the product, or the same topologies in a process of the runner that can be
   * told to end itself at a point, with a short session.
   */
  readonly program: 'app' | 'stage';
  /** Done once before the rounds. */
  prepare?(world: World): Promise<void>;
  /** One round; when it is over everything that is not a process works again. Gives what was done, in a few words. */
  strike(world: World, round: number): Promise<string>;
}
