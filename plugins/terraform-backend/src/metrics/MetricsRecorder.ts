import { Distribution, Instrument } from './instruments';

export type Labels = { [name: string]: string };

export type RecordValue = (value: number, labels: Labels) => void;

/** What a gauge shows at one moment. */
export interface Reading {
  value: number;
  labels: Labels;
}

/** Where numbers go. */
export interface MetricsRecorder {
  counter(instrument: Instrument): RecordValue;
  distribution(instrument: Distribution): RecordValue;
  /** @param read - is asked whenever somebody wants to know */
  gauge(instrument: Instrument, read: () => Promise<Reading[]>): void;
}
