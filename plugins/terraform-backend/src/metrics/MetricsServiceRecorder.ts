import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Distribution, Instrument } from './instruments';
import { MetricsRecorder, Reading, RecordValue } from './MetricsRecorder';

/** Gives numbers to Backstage's metrics service, which passes them on where an OpenTelemetry SDK has been loaded and else drops them. */
export class MetricsServiceRecorder implements MetricsRecorder {
  readonly #metrics: MetricsService;

  constructor(metrics: MetricsService) {
    this.#metrics = metrics;
  }

  counter({ name, help }: Instrument): RecordValue {
    const counter = this.#metrics.createCounter(name, { description: help });
    return (value, labels) => counter.add(value, labels);
  }

  distribution({ name, help, buckets }: Distribution): RecordValue {
    const histogram = this.#metrics.createHistogram(name, {
      description: help,
      unit: 's',
      advice: { explicitBucketBoundaries: [...buckets] },
    });
    return (value, labels) => histogram.record(value, labels);
  }

  gauge({ name, help }: Instrument, read: () => Promise<Reading[]>): void {
    this.#metrics
      .createObservableGauge(name, { description: help })
      .addCallback(async result => {
        for (const { value, labels } of await read()) {
          result.observe(value, labels);
        }
      });
  }
}
