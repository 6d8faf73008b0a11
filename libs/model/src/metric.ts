/** A metric of a Result: whole numbers beyond 2^53 are bigint, all other numbers are number. */
export type MetricValue = number | bigint | string | boolean;

/** The metrics of a Result by name: the four typed maps of the wire joined into one. */
export type Metrics = ReadonlyMap<string, MetricValue>;

/** The metrics of a Result as the folds see them: those that rules ask for are looked up. */
export interface MetricLookup extends Iterable<readonly [string, MetricValue]> {
  /** The metric of a name; undefined: there is none. */
  get(name: string): MetricValue | undefined;
}
