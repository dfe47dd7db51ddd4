import { createHmac, randomUUID } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import {
  FINAL_RUN_STATUSES,
  Output,
  StateResource,
  StateVersion,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { decodeCursor, toPage } from '../database/keyset';
import { Sealer } from '../sealing/Sealer';
import { ParsedState, parseState } from './parseState';
import { replaceResources } from './ResourceStore';

export interface StateLock {
  ID: string;
  [key: string]: unknown;
}

export type LockOutcome =
  | { locked: true }
  | { locked: false; holder: StateLock };

interface VersionRow {
  id: string;
  workspace_id: string;
  run_id: string | null;
  serial: number | string;
  lineage: string;
  terraform_version: string | null;
  content_hash: string;
  bytes: number;
  resource_count: number;
  outputs: string;
  recovered: boolean | number;
  created_at: string;
}

const VERSION_COLUMNS = [
  'id',
  'workspace_id',
  'run_id',
  'serial',
  'lineage',
  'terraform_version',
  'content_hash',
  'bytes',
  'resource_count',
  'outputs',
  'recovered',
  'created_at',
];
const place = (row: string) => ({
  table: 'state_versions',
  row,
  column: 'sealed',
});

const NO_LOCK = {
  lock_id: null,
  lock_info: null,
  lock_run_id: null,
  lock_at: null,
};

/** States of workspaces: raw bytes sealed, every version kept, the current one indexed, one lock for each workspace. */
export class StateStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(knex: Knex, sealer: Sealer) {
    this.#knex = knex;
    this.#sealer = sealer;
  }

  async getCurrent(workspaceId: string): Promise<StateVersion | undefined> {
    const [row] = await this.#knex('state_versions')
      .join('workspaces', 'workspaces.state_version_id', 'state_versions.id')
      .select<VersionRow[]>(VERSION_COLUMNS.map(c => `state_versions.${c}`))
      .where('workspaces.id', workspaceId);
    return row && toVersion(row);
  }

  async getVersion(id: string): Promise<StateVersion | undefined> {
    const [row] = await this.#knex('state_versions')
      .select<VersionRow[]>(VERSION_COLUMNS)
      .where({ id });
    return row && toVersion(row);
  }

  /** The bytes as Terraform sent them. */
  async readBytes(versionId: string): Promise<Buffer | undefined> {
    const [row] = await this.#knex('state_versions')
      .select('sealed')
      .where({ id: versionId });
    return row && this.#sealer.open(row.sealed, place(versionId));
  }

  /**
   * Stores a new version and makes it the current one, with its index, in one transaction. The same bytes again change nothing.
   *
   * @throws ConflictError when the lineage is another, or the serial is not newer and the content is
   */
  async write(options: {
    workspaceId: string;
    /** the run that wrote it, if it is known */
    runId?: string;
    bytes: Buffer;
    recovered?: boolean;
    /** a copy of a state that is kept elsewhere, under a lock of its own */
    copied?: boolean;
    /** the lock that must be held; not checked for a recovered or copied state */
    lockId?: string;
  }): Promise<StateVersion> {
    const { workspaceId, runId, bytes } = options;
    const { recovered = false, copied = false } = options;
    const parsed = parseState(bytes);
    const contentHash = createHmac('sha256', workspaceId)
      .update(bytes)
      .digest('hex');
    const id = randomUUID();
    const sealed = this.#sealer.seal(bytes, place(id));
    return this.#knex.transaction(async trx => {
      const [workspace] = await trx('workspaces')
        .select('state_version_id', 'lock_id')
        .where({ id: workspaceId })
        .modify(query => {
          if (trx.client.config.client === 'pg') query.forUpdate();
        });
      if (!recovered && !copied && workspace.lock_id !== options.lockId) {
        throw new ConflictError(
          workspace.lock_id
            ? `The state is locked by ${workspace.lock_id}, not by ${options.lockId}`
            : 'The state is not locked; lock it before writing',
        );
      }
      const [current]: VersionRow[] = workspace.state_version_id
        ? await trx('state_versions')
            .select(VERSION_COLUMNS)
            .where({ id: workspace.state_version_id })
        : [];
      if (current) {
        if (current.content_hash === contentHash) return toVersion(current);
        assertFollows(toVersion(current), parsed);
      }
      const row: VersionRow = {
        id,
        workspace_id: workspaceId,
        run_id: runId ?? null,
        serial: parsed.serial,
        lineage: parsed.lineage,
        terraform_version: parsed.terraformVersion ?? null,
        content_hash: contentHash,
        bytes: bytes.length,
        resource_count: managed(parsed.resources),
        outputs: JSON.stringify(parsed.outputs),
        recovered,
        created_at: new Date().toISOString(),
      };
      await trx('state_versions').insert({ ...row, sealed });
      await trx('workspaces').where({ id: workspaceId }).update({
        state_version_id: id,
        resource_count: row.resource_count,
      });
      // The run says which state it wrote last.
      if (runId) {
        await trx('runs').where({ id: runId }).update({ state_version_id: id });
      }
      await replaceResources(trx, workspaceId, parsed.resources);
      return toVersion(row);
    });
  }

  /** Keeps a state that cannot become the current one, so that a person can still get at what it knows. */
  async keepRejected(state: {
    workspaceId: string;
    runId: string;
    bytes: Buffer;
    reason: string;
  }): Promise<void> {
    const id = randomUUID();
    await this.#knex('rejected_states').insert({
      id,
      workspace_id: state.workspaceId,
      run_id: state.runId,
      reason: state.reason,
      sealed: this.#sealer.seal(state.bytes, {
        table: 'rejected_states',
        row: id,
        column: 'sealed',
      }),
      created_at: new Date().toISOString(),
    });
  }

  /** Takes the lock; the same id again is the same lock. */
  async lock(
    workspaceId: string,
    runId: string,
    lock: StateLock,
  ): Promise<LockOutcome> {
    const changed = await this.#knex('workspaces')
      .where({ id: workspaceId })
      .andWhere(free => free.whereNull('lock_id').orWhere('lock_id', lock.ID))
      .update({
        lock_id: lock.ID,
        lock_info: JSON.stringify(lock),
        lock_run_id: runId,
        lock_at: new Date().toISOString(),
      });
    if (changed > 0) return { locked: true };
    const [row] = await this.#knex('workspaces')
      .select('lock_info')
      .where({ id: workspaceId });
    return { locked: false, holder: JSON.parse(row?.lock_info ?? '{}') };
  }

  /** Frees the lock; true when it is free now, false when another id holds it. */
  async unlock(workspaceId: string, lockId: string): Promise<boolean> {
    await this.#knex('workspaces')
      .where({ id: workspaceId, lock_id: lockId })
      .update(NO_LOCK);
    const [row] = await this.#knex('workspaces')
      .select('lock_id')
      .where({ id: workspaceId });
    return !row?.lock_id;
  }

  /** Frees the lock that a run left behind, once its phase was seen to end. */
  async releaseLockOfRun(workspaceId: string, runId: string): Promise<void> {
    await this.#knex('workspaces')
      .where({ id: workspaceId, lock_run_id: runId })
      .update(NO_LOCK);
  }

  /**
   * Frees the locks of runs that have ended: whoever held them is known to be at work no more.
   *
   * @returns what was freed
   */
  async releaseAbandonedLocks(): Promise<
    Array<{ workspaceId: string; lockId: string; runId: string }>
  > {
    const rows = await this.#knex('workspaces')
      .join('runs', 'runs.id', 'workspaces.lock_run_id')
      .select('workspaces.id', 'lock_id', 'lock_run_id')
      .whereNotNull('lock_id')
      .whereIn('runs.status', [...FINAL_RUN_STATUSES]);
    const freed = [];
    for (const { id, lock_id: lockId, lock_run_id: runId } of rows) {
      const changed = await this.#knex('workspaces')
        .where({ id, lock_id: lockId })
        .update(NO_LOCK);
      if (changed > 0) freed.push({ workspaceId: id, lockId, runId });
    }
    return freed;
  }

  /** The last version that a run wrote. */
  async getLatestOfRun(runId: string): Promise<StateVersion | undefined> {
    const [row] = await this.#knex('state_versions')
      .select<VersionRow[]>(VERSION_COLUMNS)
      .where({ run_id: runId })
      .orderBy('serial', 'desc')
      .limit(1);
    return row && toVersion(row);
  }

  async listVersions(
    workspaceId: string,
    filter: { limit: number; cursor?: string },
  ) {
    const query = this.#knex('state_versions')
      .select<VersionRow[]>(VERSION_COLUMNS)
      .where({ workspace_id: workspaceId })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(filter.limit + 1);
    const after = decodeCursor(filter.cursor, ['string', 'string']);
    if (after) query.whereRaw('(created_at, id) < (?, ?)', after);
    return toPage(await query, filter.limit, toVersion, row => [
      row.created_at,
      row.id,
    ]);
  }

  async getOutputs(versionId: string): Promise<Output[]> {
    const [row] = await this.#knex('state_versions')
      .select('outputs')
      .where({ id: versionId });
    return row ? JSON.parse(row.outputs) : [];
  }
}

function assertFollows(current: StateVersion, next: ParsedState): void {
  if (current.lineage !== next.lineage) {
    throw new ConflictError(
      `The state belongs to lineage ${next.lineage}, the workspace to ${current.lineage}`,
    );
  }
  if (next.serial <= current.serial) {
    throw new ConflictError(
      `The state has serial ${next.serial}, but serial ${current.serial} is stored already with other content`,
    );
  }
}

function managed(resources: StateResource[]): number {
  return resources.filter(resource => resource.mode === 'managed').length;
}

function toVersion(row: VersionRow): StateVersion {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    runId: row.run_id ?? undefined,
    serial: Number(row.serial),
    lineage: row.lineage,
    terraformVersion: row.terraform_version ?? undefined,
    resourceCount: row.resource_count,
    bytes: row.bytes,
    recovered: Boolean(row.recovered),
    createdAt: row.created_at,
  };
}
