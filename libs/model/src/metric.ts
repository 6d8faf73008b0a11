/** A metric of a Result: whole numbers beyond 2^53 are bigint, all other numbers are number. */
export type MetricValue = number | bigint | string | boolean;

/** The metrics of a Result by name: the four typed maps of the wire format merged into one. */
export type Metrics = ReadonlyMap<string, MetricValue>;

/** The metrics of a Result as the folds see them: looked up as rules need them. */
export interface MetricLookup extends Iterable<readonly [string, MetricValue]> {
  /** The metric with a name; undefined: there is none. */
  get(name: string): MetricValue | undefined;
}
