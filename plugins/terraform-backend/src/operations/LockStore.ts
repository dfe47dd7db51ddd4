import { RunStatus } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';

/** A lock that is held on the state of a workspace. */
export interface LockRecord {
  workspaceId: string;
  workspaceName: string;
  environment: string;
  owner: string;
  lockId: string;
  lockedAt: string;
  /** as Terraform names itself */
  holder?: string;
  operation?: string;
  /** the run whose phase took it, if it is known */
  run?: { id: string; number: number; status: RunStatus };
}

interface LockRow {
  workspace_id: string;
  workspace_name: string;
  environment: string;
  owner: string;
  lock_id: string;
  lock_info: string | null;
  lock_at: string;
  run_id: string | null;
  run_number: number | null;
  run_status: RunStatus | null;
}

/** The locks on states as operators see them; runs take and free them through the StateStore. */
export class LockStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Oldest first. */
  async list(): Promise<LockRecord[]> {
    const rows = await this.#select()
      .whereNotNull('workspaces.lock_id')
      .orderBy(['workspaces.lock_at', 'workspaces.id']);
    return rows.map(toLock);
  }

  /** The lock of a workspace, if one is held. */
  async get(workspaceId: string): Promise<LockRecord | undefined> {
    const [row] = await this.#select()
      .whereNotNull('workspaces.lock_id')
      .andWhere('workspaces.id', workspaceId);
    return row && toLock(row);
  }

  /** Frees the lock if it is still this one; false when another one, or none, is held. */
  async release(workspaceId: string, lockId: string): Promise<boolean> {
    const changed = await this.#knex('workspaces')
      .where({ id: workspaceId, lock_id: lockId })
      .update({
        lock_id: null,
        lock_info: null,
        lock_run_id: null,
        lock_at: null,
      });
    return changed > 0;
  }

  #select() {
    return this.#knex('workspaces')
      .leftJoin('runs', 'runs.id', 'workspaces.lock_run_id')
      .select<LockRow[]>(
        'workspaces.id as workspace_id',
        'workspaces.name as workspace_name',
        'workspaces.environment',
        'workspaces.owner',
        'workspaces.lock_id',
        'workspaces.lock_info',
        'workspaces.lock_at',
        'runs.id as run_id',
        'runs.number as run_number',
        'runs.status as run_status',
      );
  }
}

function toLock(row: LockRow): LockRecord {
  // What Terraform sent: nothing of it but the id was checked.
  const info = JSON.parse(row.lock_info ?? '{}');
  const text = (value: unknown) =>
    typeof value === 'string' && value ? value : undefined;
  return {
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    environment: row.environment,
    owner: row.owner,
    lockId: row.lock_id,
    lockedAt: row.lock_at,
    holder: text(info.Who),
    operation: text(info.Operation),
    ...(row.run_id &&
      row.run_number !== null &&
      row.run_status && {
        run: {
          id: row.run_id,
          number: row.run_number,
          status: row.run_status,
        },
      }),
  };
}
