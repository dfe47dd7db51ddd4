import { ConflictError } from '@backstage/errors';
import {
  canTransition,
  FINAL_RUN_STATUSES,
  isFinalStatus,
  RunKind,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import {
  applyCriteria,
  FilterToSql,
  ResourceCriteria,
} from '../database/permissionFilter';
import { decodeCursor, toPage } from '../database/keyset';
import { appendRunEvents } from './RunEventStore';
import { ApprovalRules, RunError, RunRecord } from './types';

interface RunRow {
  id: string;
  workspace_id: string;
  workspace_name: string;
  number: number;
  kind: RunKind;
  status: RunStatus;
  status_at: string;
  environment: string;
  owner: string;
  module: string;
  module_version: string;
  message: string | null;
  requested_by: string;
  actor: RunRecord['actor'];
  created_at: string;
  finished_at: string | null;
  expires_at: string | null;
  cancel_requested_at: string | null;
  retry_of: string | null;
  variables_sealed: Buffer;
  rules: string;
  automatic: boolean | number;
  error: string | null;
  state_version_id: string | null;
}

export type NewRun = Omit<
  RunRecord,
  'status' | 'statusAt' | 'number' | 'workspaceName' | 'automatic'
> & { variablesPublic: Record<string, unknown> };

/** What changes together with a status. */
export interface TransitionFacts {
  by?: string;
  reason?: string;
  /** somebody said no, as opposed to giving it up */
  rejected?: boolean;
  error?: RunError;
  /** when waiting in the new status ends */
  expiresAt?: string;
  automatic?: boolean;
  rules?: ApprovalRules;
  stateVersionId?: string;
  /** further writes that must happen with the change or not at all */
  alongside?: (trx: Knex.Transaction) => Promise<void>;
}

export interface RunListFilter {
  statuses?: RunStatus[];
  environment?: string;
  workspaceId?: string;
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
  async getMany(ids: string[]): Promise<Array<RunRecord | undefined>> {
    const rows: RunRow[] = await this.#select().whereIn('runs.id', ids);
    const runs = await this.#withRequesters(rows);
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

  /** Runs in the given statuses, oldest first, for the engine. */
  async listInStatus(statuses: RunStatus[]): Promise<RunRecord[]> {
    const rows: RunRow[] = await this.#select()
      .whereIn('runs.status', statuses)
      .orderBy(['runs.created_at', 'runs.number']);
    return this.#withRequesters(rows);
  }

  /** The run that holds the workspace, if one does. */
  async getActive(workspaceId: string): Promise<RunRecord | undefined> {
    const rows: RunRow[] = await this.#select()
      .where('runs.workspace_id', workspaceId)
      .whereNotIn('runs.status', ['pending', ...FINAL_RUN_STATUSES]);
    return (await this.#withRequesters(rows))[0];
  }

  /**
   * The one door for statuses: changes the run only where its status is still the old one, and writes the event with it.
   *
   * @throws ConflictError when the move is not a legal one or somebody else was faster; nothing has changed then
   */
  async transition(
    run: Pick<RunRecord, 'id' | 'status'>,
    to: RunStatus,
    facts: TransitionFacts = {},
  ): Promise<void> {
    if (!canTransition(run.status, to)) {
      throw new ConflictError(
        `Run ${run.id} is ${run.status} and cannot become ${to}`,
      );
    }
    const at = new Date().toISOString();
    await this.#knex.transaction(async trx => {
      const changed = await trx('runs')
        .where({ id: run.id, status: run.status })
        .update({
          status: to,
          status_at: at,
          expires_at: facts.expiresAt ?? null,
          ...(isFinalStatus(to) && { finished_at: at }),
          ...(facts.error && { error: JSON.stringify(facts.error) }),
          ...(facts.automatic !== undefined && { automatic: facts.automatic }),
          ...(facts.rules && { rules: JSON.stringify(facts.rules) }),
          ...(facts.stateVersionId && {
            state_version_id: facts.stateVersionId,
          }),
        });
      if (changed === 0) {
        throw new ConflictError(
          `Run ${run.id} is no longer ${run.status}; reload it and decide again`,
        );
      }
      await facts.alongside?.(trx);
      await appendRunEvents(trx, run.id, [
        {
          event: 'status',
          data: { status: to, at, by: facts.by, reason: facts.reason },
        },
      ]);
    });
  }

  /**
   * Marks that the phase of the run is to be stopped; it ends only by being seen to end.
   *
   * @throws ConflictError when the run has left the status meanwhile: the wish must not reach its next phase
   */
  async requestCancel(run: Pick<RunRecord, 'id' | 'status'>): Promise<void> {
    const at = new Date().toISOString();
    const changed = await this.#knex('runs')
      .where({ id: run.id, status: run.status })
      .update({
        cancel_requested_at: this.#knex.raw(
          'coalesce(cancel_requested_at, ?)',
          [at],
        ),
      });
    if (changed === 0) {
      throw new ConflictError(
        `Run ${run.id} is no longer ${run.status}; reload it and decide again`,
      );
    }
  }

  async #withRequesters(rows: RunRow[]): Promise<RunRecord[]> {
    const requesters: Array<{ run_id: string; user_ref: string }> =
      rows.length === 0
        ? []
        : await this.#knex('run_requesters').whereIn(
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

  #select() {
    return this.#knex('runs')
      .join('workspaces', 'workspaces.id', 'runs.workspace_id')
      .select<RunRow[]>('runs.*', 'workspaces.name as workspace_name');
  }
}

function toRun(row: RunRow, requesters: string[]): RunRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    number: row.number,
    kind: row.kind,
    status: row.status,
    statusAt: row.status_at,
    environment: row.environment,
    owner: row.owner,
    module: row.module,
    moduleVersion: row.module_version,
    message: row.message ?? undefined,
    requestedBy: row.requested_by,
    actor: row.actor,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    cancelRequestedAt: row.cancel_requested_at ?? undefined,
    retryOf: row.retry_of ?? undefined,
    variablesSealed: row.variables_sealed,
    rules: JSON.parse(row.rules),
    automatic: Boolean(row.automatic),
    error: row.error ? JSON.parse(row.error) : undefined,
    stateVersionId: row.state_version_id ?? undefined,
    requesters,
  };
}
