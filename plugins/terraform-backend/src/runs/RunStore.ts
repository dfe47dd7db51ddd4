import { ConflictError } from '@backstage/errors';
import {
  DISCARDABLE_RUN_STATUSES,
  FINAL_RUN_STATUSES,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import {
  applyCriteria,
  FilterToSql,
  ResourceCriteria,
} from '../database/permissionFilter';
import { decodeCursor, toPage } from '../database/keyset';
import { changeStatus, Move, TransitionFacts } from './changeStatus';
import { appendRunEvents } from './RunEventStore';
import { RunRow, toRun } from './RunRow';
import { RunRecord } from './types';

export type NewRun = Omit<
  RunRecord,
  'status' | 'statusAt' | 'number' | 'workspaceName' | 'automatic'
> & { variablesPublic: Record<string, unknown> };

export interface RunListFilter {
  statuses?: RunStatus[];
  environment?: string;
  workspaceId?: string;
  /** name */
  account?: string;
  criteria?: ResourceCriteria;
  limit: number;
  cursor?: string;
}

/** Runs and who asked for them. The only place that writes a status. */
export class RunStore {
  readonly #knex: Knex;
  readonly #filterToSql: FilterToSql;

  /** @param environmentsOf - environments in which one of the groups approves */
  constructor(knex: Knex, environmentsOf: (groups: string[]) => string[]) {
    this.#knex = knex;
    const requestedBy = (users: string[]) =>
      knex('run_requesters').select('run_id').whereIn('user_ref', users);
    this.#filterToSql = (query, filter) => {
      switch (filter.key) {
        case 'owner':
          query.whereIn('runs.owner', filter.values);
          break;
        case 'environment':
          query.whereIn('runs.environment', filter.values);
          break;
        case 'approverGroup':
          query.whereIn('runs.environment', environmentsOf(filter.values));
          break;
        case 'excludedRequester':
          // The rules are text that JSON.stringify wrote. Comparing it as text works on every database, and is exact: within a JSON
          // string the quotes would be escaped.
          query
            .whereIn('runs.id', requestedBy(filter.values))
            .andWhere('runs.rules', 'like', '%"excludeRequester":true%');
          break;
        default:
          query.whereIn('runs.id', requestedBy(filter.values));
      }
    };
  }

  /** Adds a run behind the others of its workspace; answers its number. */
  async create(run: NewRun, trx: Knex.Transaction): Promise<number> {
    const found = await trx('workspaces')
      .where({ id: run.workspaceId })
      .whereNull('deleted_at')
      .increment('last_run_number', 1);
    if (found === 0) throw new ConflictError('The workspace has been deleted');
    const [{ last_run_number: number }] = await trx('workspaces')
      .select('last_run_number')
      .where({ id: run.workspaceId });
    await trx('runs').insert({
      id: run.id,
      workspace_id: run.workspaceId,
      number,
      kind: run.kind,
      status: 'pending',
      status_at: run.createdAt,
      environment: run.environment,
      owner: run.owner,
      module: run.module,
      module_version: run.moduleVersion,
      message: run.message,
      requested_by: run.requestedBy,
      actor: run.actor,
      created_at: run.createdAt,
      expires_at: run.expiresAt,
      retry_of: run.retryOf,
      variables_sealed: run.variablesSealed,
      variables_public: JSON.stringify(run.variablesPublic),
      rules: JSON.stringify(run.rules),
    });
    await trx('run_requesters').insert(
      run.requesters.map(user_ref => ({ run_id: run.id, user_ref })),
    );
    await appendRunEvents(trx, run.id, [
      {
        event: 'status',
        data: { status: 'pending', at: run.createdAt, by: run.requestedBy },
      },
    ]);
    return number;
  }

  async get(id: string): Promise<RunRecord | undefined> {
    const [run] = await this.getMany([id]);
    return run;
  }

  /** In the order of the ids, undefined where there is none. */
  async getMany(
    ids: string[],
    knex: Knex = this.#knex,
  ): Promise<Array<RunRecord | undefined>> {
    const rows: RunRow[] = await this.#select(knex).whereIn('runs.id', ids);
    const runs = await this.#withRequesters(rows, knex);
    const byId = new Map(runs.map(run => [run.id, run]));
    return ids.map(id => byId.get(id));
  }

  /** Newest first. */
  async list(filter: RunListFilter) {
    const query = this.#select()
      .orderBy([
        { column: 'runs.created_at', order: 'desc' },
        { column: 'runs.id', order: 'desc' },
      ])
      .limit(filter.limit + 1);
    if (filter.statuses) query.whereIn('runs.status', filter.statuses);
    if (filter.environment) query.where('runs.environment', filter.environment);
    if (filter.workspaceId)
      query.where('runs.workspace_id', filter.workspaceId);
    if (filter.account) query.where('workspaces.account', filter.account);
    applyCriteria(query, filter.criteria, this.#filterToSql);
    const after = decodeCursor(filter.cursor, ['string', 'string']);
    if (after) {
      query.whereRaw('(runs.created_at, runs.id) < (?, ?)', after);
    }
    const page = toPage<RunRow, RunRow>(
      await query,
      filter.limit,
      row => row,
      row => [row.created_at, row.id],
    );
    return { ...page, items: await this.#withRequesters(page.items) };
  }

  /** Waiting runs whose time is over, and those that wait in a deleted workspace. */
  async listOverdue(now: string): Promise<RunRecord[]> {
    const rows: RunRow[] = await this.#select()
      .whereIn('runs.status', [...DISCARDABLE_RUN_STATUSES])
      .whereNull('runs.lease_owner')
      .andWhere(over =>
        over
          .where('runs.expires_at', '<', now)
          .orWhereNotNull('workspaces.deleted_at'),
      );
    return this.#withRequesters(rows);
  }

  /** Runs in statuses that are passed through at once. */
  async listPassingThrough(): Promise<RunRecord[]> {
    const rows: RunRow[] = await this.#select()
      .where({ status: 'confirmed' })
      .orWhere({ status: 'planned', automatic: true });
    return this.#withRequesters(rows);
  }

  /** Runs in the given statuses, oldest first. */
  async listInStatus(
    statuses: RunStatus[],
    workspaceId?: string,
  ): Promise<RunRecord[]> {
    const query = this.#select()
      .whereIn('runs.status', statuses)
      .orderBy(['runs.created_at', 'runs.number']);
    if (workspaceId) query.where('runs.workspace_id', workspaceId);
    return this.#withRequesters(await query);
  }

  /** The run that holds the workspace, if one does. */
  async getActive(workspaceId: string): Promise<RunRecord | undefined> {
    const rows: RunRow[] = await this.#select()
      .where('runs.workspace_id', workspaceId)
      .whereNotIn('runs.status', ['pending', ...FINAL_RUN_STATUSES]);
    return (await this.#withRequesters(rows))[0];
  }

  /**
   * The one door for statuses: changes the run only where its status is still the old one, and writes the events with it. Several moves are
   * made together or not at all.
   *
   * @returns the run in its new status
   * @throws ConflictError when a move is not a legal one, somebody else was faster, or a condition does not hold; nothing has changed then
   */
  async transition(
    run: RunRecord,
    moves: Move[],
    facts: TransitionFacts = {},
  ): Promise<RunRecord> {
    const [row] = await this.#knex.transaction(async trx => {
      const rows = await changeStatus(trx, [run], run.status, moves, facts);
      if (rows.length === 0) {
        throw new ConflictError(
          `Run ${run.id} is no longer ${run.status}; reload it and decide again`,
        );
      }
      await facts.alongside?.(trx);
      return rows;
    });
    return toRun({ ...row, workspace_name: run.workspaceName }, run.requesters);
  }

  /**
   * Moves many runs that are in one status through the same door, within a transaction that does more.
   *
   * @returns the ids of those that could be moved
   */
  async moveMany(
    trx: Knex.Transaction,
    runs: Array<{ id: string }>,
    from: RunStatus,
    to: RunStatus,
    facts: Pick<TransitionFacts, 'expiresAt' | 'heldBy'>,
  ): Promise<Map<string, { status: RunStatus; statusAt: string }>> {
    if (runs.length === 0) return new Map();
    const rows = await changeStatus(trx, runs, from, [{ to }], facts);
    return new Map(
      rows.map(row => [
        row.id,
        { status: row.status, statusAt: row.status_at },
      ]),
    );
  }

  /**
   * Marks that the phase of the run is to be stopped; it ends only by being seen to end.
   *
   * @throws ConflictError when the run has left the status meanwhile: the wish must not reach its next phase
   */
  async requestCancel(
    run: Pick<RunRecord, 'id' | 'status'>,
    by?: string,
  ): Promise<void> {
    await this.#mark(run, {
      cancel_requested_at: this.#knex.raw('coalesce(cancel_requested_at, ?)', [
        new Date().toISOString(),
      ]),
      cancel_requested_by: this.#knex.raw('coalesce(cancel_requested_by, ?)', [
        by ?? null,
      ]),
    });
  }

  /**
   * Marks that the phase of the run is to be ended by force.
   *
   * @throws ConflictError when the run has left the status meanwhile
   */
  async requestForceCancel(
    run: Pick<RunRecord, 'id' | 'status'>,
    by: string,
  ): Promise<void> {
    await this.#mark(run, {
      force_cancel_requested_at: new Date().toISOString(),
      force_cancel_requested_by: by,
    });
  }

  async #mark(
    run: Pick<RunRecord, 'id' | 'status'>,
    mark: object,
  ): Promise<void> {
    const changed = await this.#knex('runs')
      .where({ id: run.id, status: run.status })
      .update(mark);
    if (changed === 0) {
      throw new ConflictError(
        `Run ${run.id} is no longer ${run.status}; reload it and decide again`,
      );
    }
  }

  async #withRequesters(
    rows: RunRow[],
    knex: Knex = this.#knex,
  ): Promise<RunRecord[]> {
    const requesters: Array<{ run_id: string; user_ref: string }> =
      rows.length === 0
        ? []
        : await knex('run_requesters').whereIn(
            'run_id',
            rows.map(row => row.id),
          );
    return rows.map(row =>
      toRun(
        row,
        requesters
          .filter(({ run_id }) => run_id === row.id)
          .map(({ user_ref }) => user_ref),
      ),
    );
  }

  #select(knex: Knex = this.#knex) {
    return knex('runs')
      .join('workspaces', 'workspaces.id', 'runs.workspace_id')
      .select<RunRow[]>('runs.*', 'workspaces.name as workspace_name');
  }
}
