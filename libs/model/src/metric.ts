/** A metric of a Result: whole numbers beyond 2^53 are bigint, all other numbers are number. */
export type MetricValue = number | bigint | string | boolean;

/** The metrics of a Result by name, as the folds see them: the four typed maps of the wire joined into one. */
export type Metrics = ReadonlyMap<string, MetricValue>;
