/** Something that is opened before the runner starts and closed after it has stopped. */
export interface Resource {
  readonly name: string;
  start?(): Promise<void>;
  stop?(): Promise<void>;
}
