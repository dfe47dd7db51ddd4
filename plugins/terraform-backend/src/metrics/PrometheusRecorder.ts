import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Distribution, Instrument } from './instruments';
import { MetricsRecorder, Reading, RecordValue } from './MetricsRecorder';

/** Keeps numbers for Prometheus to fetch, apart from those that other plugins of the process keep. */
export class PrometheusRecorder implements MetricsRecorder {
  readonly #registry = new Registry();

  counter({ name, help, labels }: Instrument): RecordValue {
    const counter = new Counter({
      name,
      help,
      labelNames: labels,
      registers: [this.#registry],
    });
    return (value, given) => counter.inc(given, value);
  }

  distribution({ name, help, labels, buckets }: Distribution): RecordValue {
    const histogram = new Histogram({
      name,
      help,
      labelNames: labels,
      buckets: [...buckets],
      registers: [this.#registry],
    });
    return (value, given) => histogram.observe(given, value);
  }

  gauge(
    { name, help, labels }: Instrument,
    read: () => Promise<Reading[]>,
  ): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [this.#registry],
      async collect() {
        const readings = await read();
        gauge.reset();
        for (const reading of readings)
          gauge.set(reading.labels, reading.value);
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All numbers in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
