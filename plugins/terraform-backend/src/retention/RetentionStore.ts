import { randomUUID } from 'node:crypto';
import {
  FINAL_RUN_STATUSES,
  RetentionReport,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { LogBlobs } from '../runs/LogBlobs';

/** What of a run can be removed while the run itself stays. */
export type RunPart = 'logs' | 'plans';

/** Where the rows of a part are, and where it is noted that they are gone. */
const PARTS = {
  logs: {
    table: 'run_events',
    key: ['run_id', 'seq'],
    only: (query: Knex.QueryBuilder) =>
      query.whereIn('event', ['log', 'progress']),
    marked: 'phases',
    mark: 'log_removed_at',
    sealed: { log_sealed: null },
  },
  plans: {
    table: 'plan_changes',
    key: ['run_id', 'position'],
    only: () => {},
    marked: 'plans',
    mark: 'changes_removed_at',
    sealed: { plan_sealed: null, archive_sealed: null },
  },
} as const;

/** Rows that one transaction removes at the most, so that it holds nobody up. */
const ROWS_AT_ONCE = 5_000;
/** Repeated requests are recognized for so long. */
const IDEMPOTENCY_MS = 7 * 24 * 60 * 60_000;
/** Reports of rounds that started by themselves are kept for so long, those of people for ever. */
const REPORTS_MS = 90 * 24 * 60 * 60_000;

/** A run that has ended, as a place in the order of endings. */
export interface EndedRun {
  id: string;
  finishedAt: string;
}

/** Finds, counts and removes what retention may remove of runs, and what has expired. */
export class RetentionStore {
  readonly #knex: Knex;
  readonly #logs?: LogBlobs;

  /** @param logs - those that were moved out of the database */
  constructor(knex: Knex, logs?: LogBlobs) {
    this.#knex = knex;
    this.#logs = logs;
  }

  /** Runs of an environment that ended before a time and still have the part, in the order of their ends, after one of them. */
  async listEnded(
    part: RunPart,
    options: {
      environment: string;
      before: string;
      after?: EndedRun;
      limit: number;
    },
  ): Promise<EndedRun[]> {
    const { environment, before, after, limit } = options;
    const { marked, mark } = PARTS[part];
    const query = this.#knex('runs')
      .select('id', 'finished_at')
      .where({ environment })
      .whereIn('status', [...FINAL_RUN_STATUSES])
      .andWhere('finished_at', '<', before)
      .whereExists(
        this.#knex(marked)
          .select(this.#knex.raw('1'))
          .whereRaw(`${marked}.run_id = runs.id`)
          .whereNull(mark),
      )
      .orderBy(['finished_at', 'id'])
      .limit(limit);
    if (after) {
      query.whereRaw('(finished_at, id) > (?, ?)', [
        after.finishedAt,
        after.id,
      ]);
    }
    const rows = await query;
    return rows.map(row => ({ id: row.id, finishedAt: row.finished_at }));
  }

  /** How many rows the part has in the runs. */
  async countRows(part: RunPart, runIds: string[]): Promise<number> {
    const { table, only } = PARTS[part];
    return count(this.#knex(table).whereIn('run_id', runIds).modify(only));
  }

  /**
   * Removes what of the logs is in the blob store, before the pointers to it go; done again, it removes what is left. Without a store the
   * pointers are all there is, and nothing opens once they are gone.
   *
   * @returns the phases whose blobs are gone
   */
  async removeLogBlobs(runIds: string[]): Promise<string[]> {
    const moved = await this.#knex('phases')
      .select({ phaseId: 'phase_id', sealed: 'log_sealed' })
      .whereIn('run_id', runIds)
      .whereNotNull('log_sealed');
    await Promise.all(moved.map(pointer => this.#logs?.remove(pointer)));
    return moved.map(({ phaseId }) => phaseId);
  }

  /**
   * Removes rows of the part in runs that have ended, and notes it once none is left. To be repeated until `done`: a round that is
   * interrupted leaves the rest for the next one.
   *
   * @param withoutBlob - phases whose log was in the blob store and is no more; one that was moved there since is left for the next round
   * @returns what was removed, and for how many runs it was noted
   */
  async removeRows(
    part: RunPart,
    runIds: string[],
    withoutBlob: string[],
  ): Promise<{ rows: number; runs: number; done: boolean }> {
    const { table, key, only, marked, mark, sealed } = PARTS[part];
    return this.#knex.transaction(async trx => {
      const rows: number = await trx(table)
        .whereIn(
          key,
          trx(table)
            .select(key)
            .whereIn('run_id', runIds)
            .modify(only)
            .limit(ROWS_AT_ONCE),
        )
        .delete();
      if (rows === ROWS_AT_ONCE) return { rows, runs: 0, done: false };
      const noted = await trx(marked)
        .whereIn('run_id', runIds)
        .whereNull(mark)
        .modify(query => {
          if (part !== 'logs') return;
          query.andWhere(gone =>
            gone.whereNull('log_sealed').orWhereIn('phase_id', withoutBlob),
          );
        })
        .update({ [mark]: new Date().toISOString(), ...sealed })
        .returning('run_id');
      const runs = new Set(noted.map(row => row.run_id)).size;
      return { rows, runs, done: true };
    });
  }

  /** How many expired secrets and idempotency keys there are. */
  async countExpired(now: number): Promise<number> {
    let rows = 0;
    for (const { query } of expired(this.#knex, now))
      rows += await count(query);
    return rows;
  }

  /** Removes some of what has expired; 0 when there was nothing left. */
  async removeExpired(now: number): Promise<number> {
    return this.#knex.transaction(async trx => {
      let rows = 0;
      for (const { table, key, query } of expired(trx, now)) {
        rows += await trx(table)
          .whereIn(key, query.select(key).limit(ROWS_AT_ONCE))
          .delete();
      }
      return rows;
    });
  }

  /** Keeps what a real round has removed. */
  async addReport(report: RetentionReport): Promise<void> {
    await this.#knex.transaction(async trx => {
      await trx('retention_reports').insert({
        id: randomUUID(),
        at: report.at,
        by: report.by,
        report: JSON.stringify(report),
      });
      await trx('retention_reports')
        .whereNull('by')
        .andWhere('at', '<', timeBefore(Date.parse(report.at), REPORTS_MS))
        .delete();
    });
  }

  async lastReport(): Promise<RetentionReport | undefined> {
    const [row] = await this.#knex('retention_reports')
      .select('report')
      .orderBy('at', 'desc')
      .limit(1);
    return row && JSON.parse(row.report);
  }
}

/** A time so long ago, as columns hold it. */
export function timeBefore(now: number, ms: number): string {
  return new Date(now - ms).toISOString();
}

function expired(knex: Knex, now: number) {
  return [
    {
      table: 'secrets',
      key: ['ref'],
      query: knex('secrets').where('expires_at', '<', timeBefore(now, 0)),
    },
    {
      table: 'idempotency_keys',
      key: ['caller', 'key'],
      query: knex('idempotency_keys').where(
        'created_at',
        '<',
        timeBefore(now, IDEMPOTENCY_MS),
      ),
    },
  ];
}

async function count(query: Knex.QueryBuilder): Promise<number> {
  const [row] = await query.count({ rows: '*' });
  return Number(row.rows);
}
