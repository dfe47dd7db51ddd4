import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ResealCounts,
  ResealReport,
  SealingStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { SealingKeyConfig } from './readSealingKeys';
import { ResealJob, ResealJobStore, ResealProgress } from './ResealJobStore';
import { SealedColumn, SEALED_COLUMNS } from './sealedColumns';
import { SealedRecords } from './SealedRecords';
import { Sealer, sealedHeader } from './Sealer';

/** Rows that are listed together, and after which the progress is kept. */
const BATCH = 50;
/** How often a record is tried that others keep writing. */
const ATTEMPTS = 3;
/** Failures whose reasons are kept; the others are counted. */
const FAILURES_KEPT = 20;

const NOTHING: ResealCounts = { resealed: 0, current: 0, failed: 0 };

type Outcome = 'resealed' | 'current' | { failed: string };

/**
 * Seals everything again that another key than the first has sealed, so that the other key can be taken away. A record is put in place of
 * exactly the one that was read: whoever writes meanwhile wins, and nobody is held up. What is done is not to be done again, so a round can
 * end anywhere and go on on another replica.
 */
export class Resealer {
  readonly #sealer: Sealer;
  readonly #keys: SealingKeyConfig[];
  readonly #records: SealedRecords;
  readonly #jobs: ResealJobStore;
  readonly #wake: () => Promise<void>;
  readonly #logger: LoggerService;

  /** @param options - `wake` has some replica call {@link Resealer.work} soon */
  constructor(options: {
    knex: Knex;
    sealer: Sealer;
    keys: SealingKeyConfig[];
    wake: () => Promise<void>;
    logger: LoggerService;
  }) {
    this.#sealer = options.sealer;
    this.#keys = options.keys;
    this.#records = new SealedRecords(options.knex);
    this.#jobs = new ResealJobStore(options.knex);
    this.#wake = options.wake;
    this.#logger = options.logger;
  }

  /** The keys with how much each has sealed, and the rounds. */
  async status(): Promise<SealingStatus> {
    const ids = this.#keys.map(({ id }) => id);
    const records = new Map(ids.map(id => [id, 0]));
    let unknown = 0;
    for (const column of SEALED_COLUMNS) {
      const counts = await this.#records.count(column, ids);
      unknown += counts.unknown;
      for (const [id, n] of counts.byKey) records.set(id, records.get(id)! + n);
    }
    const running = await this.#jobs.running();
    const last = await this.#jobs.lastFinished();
    return {
      keys: this.#keys.map((key, index) => ({
        id: key.id,
        provider: providerOf(key),
        first: index === 0,
        records: records.get(key.id)!,
      })),
      unknown,
      ...(running && { running: toReport(running) }),
      ...(last && { last: toReport(last) }),
    };
  }

  /**
   * Has a round begin. One for a key that has lost its place at the head of the list is given up for it.
   *
   * @throws ConflictError when one runs
   */
  async start(options: { by: string; reason: string }): Promise<ResealReport> {
    const keyId = this.#sealer.currentKeyId;
    const running = await this.#jobs.running();
    if (running && running.keyId !== keyId) await this.#jobs.finish(running.id);
    const job = await this.#jobs.add({ ...options, keyId });
    await this.#wake();
    return toReport(job);
  }

  /** Goes on with the round that runs, if there is one and this replica seals with its key, until its end or the signal. */
  async work(signal: AbortSignal): Promise<void> {
    const job = await this.#jobs.running();
    if (!job || job.keyId !== this.#sealer.currentKeyId) return;
    const { id, progress } = job;
    while (progress.column < SEALED_COLUMNS.length && !signal.aborted) {
      await this.#batch(progress, signal);
      await this.#jobs.keep(id, progress);
    }
    if (signal.aborted || !(await this.#jobs.finish(id))) return;
    const { resealed, failed } = toReport(job).counts;
    this.#logger.info(
      `${resealed} records were sealed again with the key ${job.keyId}, and ${failed} could not be`,
    );
  }

  async #batch(progress: ResealProgress, signal: AbortSignal): Promise<void> {
    const column = SEALED_COLUMNS[progress.column];
    const keyId = this.#sealer.currentKeyId;
    const name = `${column.table}.${column.column}`;
    const counts = (progress.columns[name] ??= {
      resealed: 0,
      current: (await this.#records.count(column, [keyId])).byKey.get(keyId)!,
      failed: 0,
    });
    const rows = await this.#records.listNotOf(keyId, column, {
      after: progress.after,
      limit: BATCH,
    });
    for (const row of rows) {
      if (signal.aborted) return;
      const outcome = await this.#resealRow(column, row);
      if (typeof outcome === 'object') {
        counts.failed += 1;
        progress.failures.push({ column: name, row, reason: outcome.failed });
        progress.failures.splice(FAILURES_KEPT);
      } else {
        counts[outcome] += 1;
      }
      progress.after = row;
    }
    if (rows.length === BATCH) return;
    progress.column += 1;
    delete progress.after;
  }

  async #resealRow(column: SealedColumn, row: string): Promise<Outcome> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await this.#records.read(column, row);
      if (!before || isSealedWith(this.#sealer.currentKeyId, before)) {
        return 'current';
      }
      let after: Buffer;
      try {
        after = this.#sealer.reseal(before, { ...column, row });
      } catch (error) {
        return { failed: (error as Error).message };
      }
      if (await this.#records.replace(column, row, { before, after })) {
        return 'resealed';
      }
    }
    return {
      failed:
        'It was written again and again with another key: a replica has another key in front; restart it with the same configuration and start a new round',
    };
  }
}

function isSealedWith(keyId: string, sealed: Buffer): boolean {
  const header = sealedHeader(keyId);
  return sealed.subarray(0, header.length).equals(header);
}

function providerOf(
  key: SealingKeyConfig,
): SealingStatus['keys'][0]['provider'] {
  if (key.kms) return 'kms';
  return key.secret ? 'secret' : 'file';
}

function toReport({ progress, ...job }: ResealJob): ResealReport {
  const tables: Record<string, ResealCounts> = {};
  for (const [column, counts] of Object.entries(progress.columns)) {
    const [table] = column.split('.');
    tables[table] = add(tables[table] ?? NOTHING, counts);
  }
  return {
    ...job,
    counts: Object.values(tables).reduce(add, NOTHING),
    tables,
    failures: progress.failures,
  };
}

function add(a: ResealCounts, b: ResealCounts): ResealCounts {
  return {
    resealed: a.resealed + b.resealed,
    current: a.current + b.current,
    failed: a.failed + b.failed,
  };
}
