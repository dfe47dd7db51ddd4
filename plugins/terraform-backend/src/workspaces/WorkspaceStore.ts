import { ConflictError } from '@backstage/errors';
import { FINAL_RUN_STATUSES } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import {
  applyCriteria,
  FilterToSql,
  ResourceCriteria,
} from '../database/permissionFilter';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { decodeCursor, likePattern, toPage } from '../database/keyset';

/** A workspace as the engine and the services see it. */
export interface WorkspaceRecord {
  id: string;
  name: string;
  environment: string;
  owner: string;
  system?: string;
  description?: string;
  /** name of the account in which the resources are */
  account?: string;
  /** id of that account when the workspace was made: the name may be given to another one later */
  accountId?: string;
  module: string;
  moduleVersion: string;
  variablesSealed: Buffer;
  variablesPublic: Record<string, unknown>;
  /** users who changed the inputs since the last apply */
  inputAuthors: string[];
  createdBy: string;
  createdAt: string;
  stateVersionId?: string;
  resourceCount: number;
  lock?: { id: string; runId?: string; at: string };
}

export interface WorkspaceListFilter {
  search?: string;
  /** name */
  account?: string;
  criteria?: ResourceCriteria;
  limit: number;
  cursor?: string;
}

interface WorkspaceRow {
  id: string;
  name: string;
  environment: string;
  owner: string;
  system: string | null;
  description: string | null;
  account: string | null;
  account_id: string | null;
  module: string;
  module_version: string;
  variables_sealed: Buffer;
  variables_public: string;
  input_authors: string;
  created_by: string;
  created_at: string;
  state_version_id: string | null;
  resource_count: number;
  lock_id: string | null;
  lock_run_id: string | null;
  lock_at: string | null;
}

/** How permission filters are said about workspaces; a workspace has no requesters, so that filter selects none. */
export function workspaceFilterToSql(
  environmentsOf: (groups: string[]) => string[],
): FilterToSql {
  return (query, filter) => {
    switch (filter.key) {
      case 'owner':
        query.whereIn('workspaces.owner', filter.values);
        break;
      case 'environment':
        query.whereIn('workspaces.environment', filter.values);
        break;
      case 'approverGroup':
        query.whereIn('workspaces.environment', environmentsOf(filter.values));
        break;
      default:
        query.whereRaw('1 = 0');
    }
  };
}

export class WorkspaceStore {
  readonly #knex: Knex;
  readonly #filterToSql: FilterToSql;

  constructor(knex: Knex, environmentsOf: (groups: string[]) => string[]) {
    this.#knex = knex;
    this.#filterToSql = workspaceFilterToSql(environmentsOf);
  }

  /** @throws ConflictError when the name is taken */
  async create(
    workspace: Omit<
      WorkspaceRecord,
      'resourceCount' | 'stateVersionId' | 'lock'
    >,
    trx: Knex.Transaction,
  ): Promise<void> {
    const [taken] = await trx('workspaces')
      .where({ name: workspace.name })
      .whereNull('deleted_at');
    if (taken) throw nameTaken(workspace.name);
    try {
      await trx('workspaces').insert({
        id: workspace.id,
        name: workspace.name,
        environment: workspace.environment,
        owner: workspace.owner,
        system: workspace.system,
        description: workspace.description,
        account: workspace.account,
        account_id: workspace.accountId,
        module: workspace.module,
        module_version: workspace.moduleVersion,
        variables_sealed: workspace.variablesSealed,
        variables_public: JSON.stringify(workspace.variablesPublic),
        input_authors: JSON.stringify(workspace.inputAuthors),
        created_by: workspace.createdBy,
        created_at: workspace.createdAt,
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw nameTaken(workspace.name);
      throw error;
    }
  }

  async get(id: string): Promise<WorkspaceRecord | undefined> {
    const [workspace] = await this.getMany([id]);
    return workspace;
  }

  /** In the order of the ids, undefined where there is none. */
  async getMany(ids: string[]): Promise<Array<WorkspaceRecord | undefined>> {
    const rows: WorkspaceRow[] = await this.#knex('workspaces')
      .whereIn('id', ids)
      .whereNull('deleted_at');
    const byId = new Map(rows.map(row => [row.id, toWorkspace(row)]));
    return ids.map(id => byId.get(id));
  }

  /** By name. */
  async list(filter: WorkspaceListFilter) {
    const query = this.#knex('workspaces')
      .select<WorkspaceRow[]>('*')
      .whereNull('deleted_at')
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(filter.limit + 1);
    if (filter.search) {
      const pattern = likePattern(filter.search);
      query.andWhere(group =>
        group
          .whereRaw("lower(name) like ? escape '\\'", [pattern])
          .orWhereRaw("lower(module) like ? escape '\\'", [pattern])
          .orWhereRaw("lower(owner) like ? escape '\\'", [pattern]),
      );
    }
    if (filter.account) query.where({ account: filter.account });
    applyCriteria(query, filter.criteria, this.#filterToSql);
    const after = decodeCursor(filter.cursor, ['string', 'string']);
    if (after) query.whereRaw('(created_at, id) < (?, ?)', after);
    return toPage<WorkspaceRow, WorkspaceRecord>(
      await query,
      filter.limit,
      toWorkspace,
      row => [row.created_at, row.id],
    );
  }

  /**
   * Hides the workspace for ever and frees its name; its runs and state versions stay.
   *
   * @throws ConflictError when a run was created meanwhile
   */
  async delete({ id, name }: WorkspaceRecord): Promise<void> {
    await this.#knex.transaction(async trx => {
      const changed = await trx('workspaces')
        .where({ id })
        .whereNotExists(
          trx('runs')
            .where({ workspace_id: id })
            .whereNotIn('status', [...FINAL_RUN_STATUSES]),
        )
        .update({ deleted_at: new Date().toISOString() });
      if (changed === 0) {
        throw new ConflictError(
          `A run of ${name} was created meanwhile; discard or cancel it first`,
        );
      }
      await trx('state_resources').where({ workspace_id: id }).delete();
    });
  }
}

/** The inputs in force, by workspace. */
export async function readInputs(
  trx: Knex.Transaction,
  ids: string[],
): Promise<Map<string, Pick<WorkspaceRecord, 'id' | 'variablesSealed'>>> {
  const rows = await trx('workspaces')
    .select('id', 'variables_sealed')
    .whereIn('id', ids);
  return new Map(
    rows.map(row => [
      row.id,
      { id: row.id, variablesSealed: row.variables_sealed },
    ]),
  );
}

/** The run's inputs become the workspace's; part of the transition to applied. */
export async function adoptInputs(
  trx: Knex.Transaction,
  workspaceId: string,
  inputs: {
    moduleVersion: string;
    variablesSealed: Buffer;
    variablesPublic: Record<string, unknown>;
  },
): Promise<void> {
  await trx('workspaces')
    .where({ id: workspaceId })
    .update({
      module_version: inputs.moduleVersion,
      variables_sealed: inputs.variablesSealed,
      variables_public: JSON.stringify(inputs.variablesPublic),
      input_authors: '[]',
    });
}

function nameTaken(name: string): ConflictError {
  return new ConflictError(
    `A workspace named ${name} exists already; choose another name, or create a run in the existing one`,
  );
}

function toWorkspace(row: WorkspaceRow): WorkspaceRecord {
  return {
    id: row.id,
    name: row.name,
    environment: row.environment,
    owner: row.owner,
    system: row.system ?? undefined,
    description: row.description ?? undefined,
    account: row.account ?? undefined,
    accountId: row.account_id ?? undefined,
    module: row.module,
    moduleVersion: row.module_version,
    variablesSealed: row.variables_sealed,
    variablesPublic: JSON.parse(row.variables_public),
    inputAuthors: JSON.parse(row.input_authors),
    createdBy: row.created_by,
    createdAt: row.created_at,
    stateVersionId: row.state_version_id ?? undefined,
    resourceCount: row.resource_count,
    lock: row.lock_id
      ? {
          id: row.lock_id,
          runId: row.lock_run_id ?? undefined,
          at: row.lock_at ?? row.created_at,
        }
      : undefined,
  };
}
