import { randomUUID } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import {
  ResealCounts,
  ResealFailure,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { isUniqueViolation } from '../database/isUniqueViolation';

/** What has been done of a round, and where it goes on. */
export interface ResealProgress {
  /** by `table.column`; those that were begun */
  columns: Record<string, ResealCounts>;
  failures: ResealFailure[];
  /** place in the list of sealed columns */
  column: number;
  /** the last row of that column that was looked at */
  after?: string;
}

/** One round of sealing everything again. */
export interface ResealJob {
  id: string;
  /** the key that seals */
  keyId: string;
  by: string;
  reason: string;
  at: string;
  finishedAt?: string;
  progress: ResealProgress;
}

interface JobRow {
  id: string;
  running: number | null;
  key_id: string;
  by: string;
  reason: string;
  at: string;
  finished_at: string | null;
  progress: string;
}

/** The rounds of sealing everything again, of which one runs at a time. */
export class ResealJobStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** @throws ConflictError when one runs */
  async add(
    job: Pick<ResealJob, 'keyId' | 'by' | 'reason'>,
  ): Promise<ResealJob> {
    const row: JobRow = {
      id: randomUUID(),
      running: 1,
      key_id: job.keyId,
      by: job.by,
      reason: job.reason,
      at: new Date().toISOString(),
      finished_at: null,
      progress: JSON.stringify({ columns: {}, failures: [], column: 0 }),
    };
    try {
      await this.#knex('reseal_jobs').insert(row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConflictError(
        'Everything is being sealed again already; GET /operations/sealing says how far it has come',
      );
    }
    return toJob(row);
  }

  async running(): Promise<ResealJob | undefined> {
    const [row]: JobRow[] = await this.#knex('reseal_jobs').where({
      running: 1,
    });
    return row && toJob(row);
  }

  async lastFinished(): Promise<ResealJob | undefined> {
    const [row]: JobRow[] = await this.#knex('reseal_jobs')
      .whereNotNull('finished_at')
      .orderBy('finished_at', 'desc')
      .limit(1);
    return row && toJob(row);
  }

  async keep(id: string, progress: ResealProgress): Promise<void> {
    await this.#knex('reseal_jobs')
      .where({ id })
      .update({ progress: JSON.stringify(progress) });
  }

  /** False when it has ended already. */
  async finish(id: string): Promise<boolean> {
    const changed = await this.#knex('reseal_jobs')
      .where({ id, running: 1 })
      .update({ running: null, finished_at: new Date().toISOString() });
    return changed === 1;
  }
}

function toJob(row: JobRow): ResealJob {
  return {
    id: row.id,
    keyId: row.key_id,
    by: row.by,
    reason: row.reason,
    at: row.at,
    ...(row.finished_at && { finishedAt: row.finished_at }),
    progress: JSON.parse(row.progress),
  };
}
