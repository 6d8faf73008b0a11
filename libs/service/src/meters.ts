import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Labels of one sample; never ids, addresses or other unbounded values. */
export type MeterLabels = Readonly<Record<string, string | number>>;

/** Counts what happened. */
export interface CountMeter {
  add(count?: number, labels?: MeterLabels): void;
}

/** Shows a current value. */
export interface LevelMeter {
  set(value: number, labels?: MeterLabels): void;
}

/** Shows a distribution: durations, sizes. */
export interface SpreadMeter {
  observe(value: number, labels?: MeterLabels): void;
}

const seconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * The meters of a process, exposed in Prometheus's text format. Requesting the same name twice returns the same meter.
 */
export class Meters {
  private readonly registry = new Registry();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  /** A counter; its name ends in `_total`. */
  counter(name: `panto_${string}_total`, help: string, labelNames: readonly string[] = []): CountMeter {
    const found = this.registry.getSingleMetric(name);
    const counter =
      found instanceof Counter
        ? found
        : new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
    return { add: (count = 1, labels = {}) => counter.inc({ ...labels }, count) };
  }

  /** A gauge that is set. */
  gauge(name: `panto_${string}`, help: string, labelNames: readonly string[] = []): LevelMeter {
    const found = this.registry.getSingleMetric(name);
    const gauge =
      found instanceof Gauge
        ? found
        : new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
    return { set: (value, labels = {}) => gauge.set({ ...labels }, value) };
  }

  /** A gauge that is read on each scrape. */
  reading(name: `panto_${string}`, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** A histogram; buckets are seconds unless others are given. */
  histogram(
    name: `panto_${string}`,
    help: string,
    labelNames: readonly string[] = [],
    buckets: readonly number[] = seconds,
  ): SpreadMeter {
    const found = this.registry.getSingleMetric(name);
    const histogram =
      found instanceof Histogram
        ? found
        : new Histogram({
            name,
            help,
            labelNames: [...labelNames],
            buckets: [...buckets],
            registers: [this.registry],
          });
    return { observe: (value, labels = {}) => histogram.observe({ ...labels }, value) };
  }

  /** MIME type of `text`. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All meters in Prometheus's text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
