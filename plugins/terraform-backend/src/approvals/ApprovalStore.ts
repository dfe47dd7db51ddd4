import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { StoredApproval } from '../runs/types';

interface ApprovalRow {
  id: string;
  run_id: string;
  decision: 'approve' | 'reject';
  decided_by: string;
  decided_at: string;
  comment: string | null;
  digest: string;
}

/** Decisions of people on plans; written once, never changed. */
export class ApprovalStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(runId: string): Promise<StoredApproval[]> {
    return (await this.listOf([runId])).get(runId) ?? [];
  }

  async listOf(runIds: string[]): Promise<Map<string, StoredApproval[]>> {
    const rows: ApprovalRow[] = await this.#knex('approvals')
      .whereIn('run_id', runIds)
      .orderBy('decided_at');
    const byRun = new Map<string, StoredApproval[]>();
    for (const row of rows) {
      byRun.set(row.run_id, [
        ...(byRun.get(row.run_id) ?? []),
        toApproval(row),
      ]);
    }
    return byRun;
  }

  /** @throws ConflictError when the person has decided on this run before */
  async insert(
    approval: StoredApproval,
    db: Knex | Knex.Transaction = this.#knex,
  ): Promise<void> {
    try {
      await db('approvals').insert({
        id: approval.id,
        run_id: approval.runId,
        decision: approval.decision,
        decided_by: approval.by,
        decided_at: approval.at,
        comment: approval.comment,
        digest: approval.digest,
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConflictError(
        'You have decided already; a decision cannot be changed',
      );
    }
  }
}

function toApproval(row: ApprovalRow): StoredApproval {
  return {
    id: row.id,
    runId: row.run_id,
    decision: row.decision,
    by: row.decided_by,
    at: row.decided_at,
    comment: row.comment ?? undefined,
    digest: row.digest,
  };
}
