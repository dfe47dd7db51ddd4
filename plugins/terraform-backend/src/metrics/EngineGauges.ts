import {
  EXECUTING_RUN_STATUSES,
  FINAL_RUN_STATUSES,
  RUN_STATUSES,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { Reading } from './MetricsRecorder';

const OPEN_RUN_STATUSES = RUN_STATUSES.filter(
  status => !FINAL_RUN_STATUSES.includes(status),
);

/** Counts what there is at this moment. What there is none of is shown as 0, so that an alarm can tell it from a number that is missing. */
export class EngineGauges {
  readonly #knex: Knex;
  readonly #executors: string[];
  readonly #streams: { size: number };

  constructor(options: {
    knex: Knex;
    /** names of the executors */
    executors: string[];
    streams: { size: number };
  }) {
    this.#knex = options.knex;
    this.#executors = options.executors;
    this.#streams = options.streams;
  }

  async openRuns(): Promise<Reading[]> {
    const rows: Array<{ status: string; runs: number | string }> =
      await this.#knex('runs')
        .select('status')
        .count({ runs: '*' })
        .whereIn('status', OPEN_RUN_STATUSES)
        .groupBy('status');
    const counts = new Map(rows.map(row => [row.status, Number(row.runs)]));
    return OPEN_RUN_STATUSES.map(status => ({
      value: counts.get(status) ?? 0,
      labels: { status },
    }));
  }

  async runningPhases(): Promise<Reading[]> {
    const rows: Array<{ executor: string; phases: number | string }> =
      await this.#knex('phases')
        .join('runs', 'runs.id', 'phases.run_id')
        .select('phases.executor')
        .count({ phases: '*' })
        .whereIn('runs.status', [...EXECUTING_RUN_STATUSES])
        .whereNull('phases.finished_at')
        .groupBy('phases.executor');
    const counts = new Map<string, number>([
      ...this.#executors.map(name => [name, 0] as const),
      ...rows.map(row => [row.executor, Number(row.phases)] as const),
    ]);
    return [...counts].map(([executor, value]) => ({
      value,
      labels: { executor },
    }));
  }

  async activeStreams(): Promise<Reading[]> {
    return [{ value: this.#streams.size, labels: {} }];
  }
}
