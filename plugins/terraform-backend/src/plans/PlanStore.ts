import {
  PlanChange,
  PlanChangeDetail,
} from '@planroom/backstage-plugin-terraform-common';
import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';
import { Knex } from 'knex';
import { insertInPieces } from '../database/insertInPieces';
import { decodeCursor, likePattern, toPage } from '../database/keyset';
import { Sealer } from '../sealing/Sealer';
import { DigestInput } from './digest';
import { PlanFileStore } from './PlanFileStore';
import {
  PlanChangeRow,
  PlanModel,
  PlanModelHash,
  PlanSummary,
} from './planModel';

/** Everything of a plan but its changes. */
export interface PlanRecord {
  runId: string;
  summary: PlanSummary;
  /** the summary as it is stored, to the letter */
  summaryText: string;
  digestInput: DigestInput;
  digest: string;
  createdAt: string;
  expiresAt: string;
  consumedAt?: string;
  /** when retention removed the changes; the summary stays */
  changesRemovedAt?: string;
}

interface PlanRow {
  run_id: string;
  summary: string;
  digest_input: string;
  digest: string;
  created_at: string;
  expires_at: string;
  consumed_at: string | null;
  changes_removed_at: string | null;
}

const PLAN_COLUMNS: Array<keyof PlanRow> = [
  'run_id',
  'summary',
  'digest_input',
  'digest',
  'created_at',
  'expires_at',
  'consumed_at',
  'changes_removed_at',
];

const CHANGES_AT_ONCE = 200;

/** What an apply needs, as it came from the runner. */
export interface PlanFiles {
  plan: Buffer;
  archive: Buffer;
}

/** Files as the columns take them. */
export type KeptFiles = PlanFiles;

type ChangeRow = Pick<PlanChangeRow, 'position' | 'overview' | 'detail'>;

const place = (row: string, column: string) => ({
  table: 'plans',
  row,
  column,
});

/** Plans and their changes. A plan file is used at most once and then removed. */
export class PlanStore {
  readonly #knex: Knex;
  readonly #files: PlanFileStore;

  constructor(knex: Knex, sealer: Sealer, blobs?: TerraformBlobStore) {
    this.#knex = knex;
    this.#files = new PlanFileStore(sealer, blobs);
  }

  /** Stores the files of a plan, before the transition that ends the plan phase. */
  async keepFiles(runId: string, files: PlanFiles): Promise<KeptFiles> {
    const [plan, archive] = await Promise.all([
      this.#files.keep(runId, files.plan, place(runId, 'plan_sealed')),
      this.#files.keep(runId, files.archive, place(runId, 'archive_sealed')),
    ]);
    return { plan, archive };
  }

  /** Writes the plan and its changes; part of the transition that ends the plan phase. */
  async insert(
    trx: Knex.Transaction,
    plan: Pick<PlanRecord, 'runId' | 'digestInput' | 'digest' | 'expiresAt'>,
    files: KeptFiles | undefined,
    model: PlanModel,
  ): Promise<void> {
    await trx('plans').insert({
      run_id: plan.runId,
      summary: model.summary,
      digest_input: JSON.stringify(plan.digestInput),
      digest: plan.digest,
      plan_sealed: files?.plan,
      archive_sealed: files?.archive,
      created_at: new Date().toISOString(),
      expires_at: plan.expiresAt,
    });
    await insertInPieces(trx, 'plan_changes', model.rows);
  }

  async get(runId: string): Promise<PlanRecord | undefined> {
    return (await this.getMany([runId])).get(runId);
  }

  async getMany(runIds: string[]): Promise<Map<string, PlanRecord>> {
    const rows: PlanRow[] = await this.#knex('plans')
      .select(PLAN_COLUMNS)
      .whereIn('run_id', runIds);
    return new Map(rows.map(row => [row.run_id, toPlan(row)]));
  }

  /** The plan with its file and archive, as they came from the runner; without files once they were removed. */
  async open(
    runId: string,
  ): Promise<{ plan: PlanRecord; files?: PlanFiles } | undefined> {
    const [row]: Array<
      PlanRow & { plan_sealed: Buffer | null; archive_sealed: Buffer | null }
    > = await this.#knex('plans')
      .select(...PLAN_COLUMNS, 'plan_sealed', 'archive_sealed')
      .where({ run_id: runId });
    if (!row) return undefined;
    const [plan, archive] = await Promise.all(
      (['plan_sealed', 'archive_sealed'] as const).map(
        async column =>
          row[column] && this.#files.open(row[column], place(runId, column)),
      ),
    );
    return {
      plan: toPlan(row),
      ...(plan && archive && { files: { plan, archive } }),
    };
  }

  async listChanges(
    runId: string,
    filter: {
      actions?: string[];
      search?: string;
      limit: number;
      cursor?: string;
    },
  ) {
    const query = this.#knex('plan_changes')
      .select<ChangeRow[]>('position', 'overview')
      .where({ run_id: runId })
      .orderBy('position')
      .limit(filter.limit + 1);
    if (filter.actions) query.whereIn('action', filter.actions);
    if (filter.search) {
      query.whereRaw("search like ? escape '\\'", [likePattern(filter.search)]);
    }
    const after = decodeCursor(filter.cursor, ['number']);
    if (after) query.andWhere('position', '>', after[0]);
    return toPage<ChangeRow, PlanChange>(
      await query,
      filter.limit,
      toChange,
      row => [row.position],
    );
  }

  async getChange(
    runId: string,
    index: number,
  ): Promise<PlanChangeDetail | undefined> {
    const [row] = await this.#knex('plan_changes')
      .select<ChangeRow[]>('position', 'overview', 'detail')
      .where({ run_id: runId, position: index });
    return row && { ...toChange(row), ...JSON.parse(row.detail) };
  }

  /** The hash of what is stored for people to read, to be compared with what an approval covers. */
  async hashModel(
    plan: Pick<PlanRecord, 'runId' | 'summaryText'>,
  ): Promise<string> {
    const hash = new PlanModelHash(plan.summaryText);
    for await (const row of this.#readChanges(plan.runId)) hash.add(row);
    return hash.end();
  }

  /** All changes with their values, in pages, for the plan as one document. */
  async *streamChanges(runId: string): AsyncGenerator<PlanChangeDetail> {
    for await (const row of this.#readChanges(runId)) {
      yield { ...toChange(row), ...JSON.parse(row.detail) };
    }
  }

  async *#readChanges(runId: string): AsyncGenerator<PlanChangeRow> {
    let position = -1;
    for (;;) {
      const rows: PlanChangeRow[] = await this.#knex('plan_changes')
        .where({ run_id: runId })
        .andWhere('position', '>', position)
        .orderBy('position')
        .limit(CHANGES_AT_ONCE);
      yield* rows;
      if (rows.length < CHANGES_AT_ONCE) return;
      position = rows[rows.length - 1].position;
    }
  }
}

/**
 * Marks the plan as used; part of the transition that begins the apply phase.
 *
 * @returns false when it was used before: it must not be applied again
 */
export async function consumePlan(
  trx: Knex.Transaction,
  runId: string,
): Promise<boolean> {
  const changed = await trx('plans')
    .where({ run_id: runId })
    .whereNull('consumed_at')
    .update({ consumed_at: new Date().toISOString() });
  return changed > 0;
}

/** Removes the plan file and archive; part of the transition after which they are of no use. */
export async function removePlanFiles(
  trx: Knex.Transaction,
  runId: string,
): Promise<void> {
  await trx('plans')
    .where({ run_id: runId })
    .update({ plan_sealed: null, archive_sealed: null });
}

function toChange(row: Pick<ChangeRow, 'position' | 'overview'>): PlanChange {
  return { index: row.position, ...JSON.parse(row.overview) };
}

function toPlan(row: PlanRow): PlanRecord {
  return {
    runId: row.run_id,
    summary: JSON.parse(row.summary),
    summaryText: row.summary,
    digestInput: JSON.parse(row.digest_input),
    digest: row.digest,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at ?? undefined,
    changesRemovedAt: row.changes_removed_at ?? undefined,
  };
}
