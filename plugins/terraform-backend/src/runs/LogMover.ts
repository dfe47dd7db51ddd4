import { LoggerService } from '@backstage/backend-plugin-api';
import {
  FINAL_RUN_STATUSES,
  PhaseName,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { LogChunk } from './LogBlob';
import { LogBlobs } from './LogBlobs';

/** Phases that are listed together. */
const BATCH = 50;
/** Events that are read together: a few megabytes at the most. */
const EVENTS_AT_ONCE = 50;
/** Whoever watched the run has its log by then, and a replica that lost it has noticed. */
const MOVE_AFTER_MS = 10 * 60_000;
/** After so many failures it is the store, and the next round tries again. */
const FAILURES_MAX = 5;

/** A phase of an ended run whose log is still in the database, as a place in the order of endings. */
interface KeptLog {
  runId: string;
  phase: PhaseName;
  phaseId: string;
  finishedAt: string;
}

/**
 * Moves the logs of ended runs from the database to the blob store, the oldest first. The blob is put before anything is taken away, and one
 * transaction sets its pointer and removes the events: whoever reads finds the log in one of both, and a round can end anywhere. What a round
 * leaves behind that ends between the two is a blob that nobody has the key of.
 */
export class LogMover {
  readonly #knex: Knex;
  readonly #logs: LogBlobs;
  readonly #logger: LoggerService;

  constructor(options: { knex: Knex; logs: LogBlobs; logger: LoggerService }) {
    this.#knex = options.knex;
    this.#logs = options.logs;
    this.#logger = options.logger;
  }

  /** Moves whatever is there to be moved, until the end or the signal. */
  async work(signal: AbortSignal): Promise<void> {
    let after: KeptLog | undefined;
    let failures = 0;
    do {
      const found = await this.#list(after);
      for (const log of found) {
        if (signal.aborted) return;
        try {
          await this.#move(log);
        } catch (error) {
          this.#tell(log, error as Error);
          failures += 1;
          if (failures === FAILURES_MAX) return;
        }
      }
      after = found.length === BATCH ? found[found.length - 1] : undefined;
    } while (after);
  }

  async #list(after: KeptLog | undefined): Promise<KeptLog[]> {
    const endedBefore = new Date(Date.now() - MOVE_AFTER_MS).toISOString();
    const query = this.#knex('phases')
      .join('runs', 'runs.id', 'phases.run_id')
      .select({
        runId: 'phases.run_id',
        phase: 'phases.phase',
        phaseId: 'phases.phase_id',
        finishedAt: 'runs.finished_at',
      })
      .whereNull('phases.log_sealed')
      .whereNull('phases.log_removed_at')
      .andWhere('phases.log_lines', '>', 0)
      .whereIn('runs.status', [...FINAL_RUN_STATUSES])
      .andWhere('runs.finished_at', '<', endedBefore)
      .orderBy(['runs.finished_at', 'phases.phase_id'])
      .limit(BATCH);
    if (after) {
      query.whereRaw('(runs.finished_at, phases.phase_id) > (?, ?)', [
        after.finishedAt,
        after.phaseId,
      ]);
    }
    return query;
  }

  async #move(log: KeptLog): Promise<void> {
    const read = { last: 0 };
    const pointer = await this.#logs.put(log, this.#readEvents(log, read));
    const moved = await this.#knex.transaction(async trx => {
      const changed = await trx('phases')
        .where({ phase_id: log.phaseId })
        .whereNull('log_sealed')
        .whereNull('log_removed_at')
        .update({ log_sealed: pointer.sealed });
      if (changed === 0) return false;
      await eventsOf(trx, log).andWhere('seq', '<=', read.last).delete();
      return true;
    });
    if (!moved) await this.#logs.remove(pointer);
  }

  /** @param read - is told the last place that was read */
  async *#readEvents(
    log: KeptLog,
    read: { last: number },
  ): AsyncGenerator<LogChunk> {
    for (;;) {
      const rows: Array<LogChunk & { seq: number }> = await eventsOf(
        this.#knex,
        log,
      )
        .select('seq', 'log_offset', 'data')
        .andWhere('seq', '>', read.last)
        .orderBy('seq')
        .limit(EVENTS_AT_ONCE);
      if (rows.length === 0) return;
      yield* rows;
      read.last = rows[rows.length - 1].seq;
    }
  }

  #tell({ runId, phase }: KeptLog, error: Error): void {
    this.#logger.warn(
      `The log of the ${phase} phase of run ${runId} could not be moved to the blob store; it stays in the database, and the next round tries again`,
      error,
    );
  }
}

function eventsOf(knex: Knex, { runId, phase }: KeptLog) {
  return knex('run_events').where({ run_id: runId, phase, event: 'log' });
}
