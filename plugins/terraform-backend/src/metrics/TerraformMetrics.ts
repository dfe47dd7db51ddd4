import {
  QueuePriority,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { EngineGauges } from './EngineGauges';
import { EngineMetrics } from './EngineMetrics';
import {
  COUNTERS,
  Distribution,
  DISTRIBUTIONS,
  GAUGES,
  Instrument,
} from './instruments';
import { Labels, MetricsRecorder } from './MetricsRecorder';

type Write = (labels: Labels, value?: number) => void;

/** The plugin's numbers, written to every recorder. */
export class TerraformMetrics implements EngineMetrics {
  readonly #counters: Record<keyof typeof COUNTERS, Write>;
  readonly #distributions: Record<keyof typeof DISTRIBUTIONS, Write>;

  constructor(options: { recorders: MetricsRecorder[]; gauges: EngineGauges }) {
    const { recorders, gauges } = options;
    const counter = (instrument: Instrument) =>
      toAll(recorders.map(recorder => recorder.counter(instrument)));
    const distribution = (instrument: Distribution) =>
      toAll(recorders.map(recorder => recorder.distribution(instrument)));
    this.#counters = {
      runs: counter(COUNTERS.runs),
      leaseTakeovers: counter(COUNTERS.leaseTakeovers),
      logLines: counter(COUNTERS.logLines),
      retentionRemoved: counter(COUNTERS.retentionRemoved),
    };
    this.#distributions = {
      phaseDuration: distribution(DISTRIBUTIONS.phaseDuration),
      queueWait: distribution(DISTRIBUTIONS.queueWait),
      logLag: distribution(DISTRIBUTIONS.logLag),
    };
    for (const recorder of recorders) {
      recorder.gauge(GAUGES.openRuns, () => gauges.openRuns());
      recorder.gauge(GAUGES.runningPhases, () => gauges.runningPhases());
      recorder.gauge(GAUGES.activeStreams, () => gauges.activeStreams());
    }
  }

  runReached(status: RunStatus, environment: string): void {
    this.#counters.runs({ status, environment });
  }

  phaseEnded(phase: Parameters<EngineMetrics['phaseEnded']>[0]): void {
    const { seconds, ...labels } = phase;
    this.#distributions.phaseDuration(labels, seconds);
  }

  queueWaited(priority: QueuePriority, seconds: number): void {
    this.#distributions.queueWait({ priority }, seconds);
  }

  leaseTakenOver(why: 'gone' | 'silent'): void {
    this.#counters.leaseTakeovers({ why });
  }

  logStored(lines: number, lagSeconds: number): void {
    this.#counters.logLines({}, lines);
    this.#distributions.logLag({}, lagSeconds);
  }

  retentionRemoved(
    kind: 'logs' | 'plans' | 'stateVersions' | 'other',
    rows: number,
  ): void {
    this.#counters.retentionRemoved({ kind }, rows);
  }
}

/** Times are differences of clocks that can jump: what cannot be a time is left out, what would be negative is none. */
function toAll(writers: Array<(value: number, labels: Labels) => void>): Write {
  return (labels, value = 1) => {
    if (!Number.isFinite(value)) return;
    for (const write of writers) write(Math.max(0, value), labels);
  };
}
