import {
  PlanChange,
  PlanChangeDetail,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { decodeCursor, likePattern, toPage } from '../database/keyset';
import { Sealer } from '../sealing/Sealer';
import { DigestInput } from './digest';
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
  digestInput: DigestInput;
  digest: string;
  createdAt: string;
  expiresAt: string;
  consumedAt?: string;
}

type ChangeRow = Pick<PlanChangeRow, 'position' | 'overview' | 'detail'>;

const place = (row: string, column: string) => ({
  table: 'plans',
  row,
  column,
});

/** Plans and their changes. A plan file is used at most once and then removed. */
export class PlanStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(knex: Knex, sealer: Sealer) {
    this.#knex = knex;
    this.#sealer = sealer;
  }

  /** Writes the plan and its changes; part of the transition that ends the plan phase. */
  async insert(
    trx: Knex.Transaction,
    plan: Omit<PlanRecord, 'summary' | 'createdAt' | 'consumedAt'>,
    files: { plan: Buffer; archive: Buffer } | undefined,
    model: PlanModel,
  ): Promise<void> {
    await trx('plans').insert({
      run_id: plan.runId,
      summary: model.summary,
      digest_input: JSON.stringify(plan.digestInput),
      digest: plan.digest,
      plan_sealed:
        files &&
        this.#sealer.seal(files.plan, place(plan.runId, 'plan_sealed')),
      archive_sealed:
        files &&
        this.#sealer.seal(files.archive, place(plan.runId, 'archive_sealed')),
      created_at: new Date().toISOString(),
      expires_at: plan.expiresAt,
    });
    await trx.batchInsert('plan_changes', model.rows, 50);
  }

  async get(runId: string): Promise<PlanRecord | undefined> {
    return (await this.getMany([runId])).get(runId);
  }

  async getMany(runIds: string[]): Promise<Map<string, PlanRecord>> {
    const rows = await this.#knex('plans')
      .select(
        'run_id',
        'summary',
        'digest_input',
        'digest',
        'created_at',
        'expires_at',
        'consumed_at',
      )
      .whereIn('run_id', runIds);
    return new Map(
      rows.map(row => [
        row.run_id,
        {
          runId: row.run_id,
          summary: JSON.parse(row.summary),
          digestInput: JSON.parse(row.digest_input),
          digest: row.digest,
          createdAt: row.created_at,
          expiresAt: row.expires_at,
          consumedAt: row.consumed_at ?? undefined,
        },
      ]),
    );
  }

  /** The plan file and the archive, as they came from the runner; undefined once removed. */
  async openFiles(
    runId: string,
  ): Promise<{ plan: Buffer; archive: Buffer } | undefined> {
    const [row] = await this.#knex('plans')
      .select('plan_sealed', 'archive_sealed')
      .where({ run_id: runId });
    if (!row?.plan_sealed || !row.archive_sealed) return undefined;
    return {
      plan: this.#sealer.open(row.plan_sealed, place(runId, 'plan_sealed')),
      archive: this.#sealer.open(
        row.archive_sealed,
        place(runId, 'archive_sealed'),
      ),
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
  async hashModel(runId: string): Promise<string> {
    const [plan] = await this.#knex('plans')
      .select('summary')
      .where({ run_id: runId });
    const hash = new PlanModelHash(plan?.summary ?? '');
    for await (const row of this.#readChanges(runId)) hash.add(row);
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
        .limit(200);
      if (rows.length === 0) return;
      yield* rows;
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
