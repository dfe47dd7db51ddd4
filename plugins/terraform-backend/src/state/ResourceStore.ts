import {
  Resource,
  StateResource,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { insertInPieces } from '../database/insertInPieces';
import { decodeCursor, likePattern, toPage } from '../database/keyset';
import {
  applyCriteria,
  FilterToSql,
  ResourceCriteria,
} from '../database/permissionFilter';
import { workspaceFilterToSql } from '../workspaces/WorkspaceStore';

interface ResourceRow {
  position: number;
  address: string;
  type: string;
  name: string;
  module: string;
  mode: StateResource['mode'];
  provider: string;
  resource_id: string | null;
}

export interface ResourceFilter {
  search?: string;
  limit: number;
  cursor?: string;
}

/** The index of the current states: what exists, without any attribute but the ids. */
export class ResourceStore {
  readonly #knex: Knex;
  readonly #filterToSql: FilterToSql;

  constructor(knex: Knex, environmentsOf: (groups: string[]) => string[]) {
    this.#knex = knex;
    this.#filterToSql = workspaceFilterToSql(environmentsOf);
  }

  /** Resources in the current state of one workspace. */
  async listOfWorkspace(workspaceId: string, filter: ResourceFilter) {
    const [after] = decodeCursor(filter.cursor, ['number']) ?? [-1];
    const query = this.#knex('state_resources')
      .select<ResourceRow[]>('*')
      .where({ workspace_id: workspaceId })
      .andWhere('position', '>', after)
      .orderBy('position')
      .limit(filter.limit + 1);
    whereMatches(query, filter.search);
    return toPage(await query, filter.limit, toResource, row => [row.position]);
  }

  /** Resources in the current states of all workspaces that the criteria select. */
  async search(filter: ResourceFilter & { criteria?: ResourceCriteria }) {
    const query = this.#knex('state_resources')
      .join('workspaces', 'workspaces.id', 'state_resources.workspace_id')
      .leftJoin(
        'state_versions',
        'state_versions.id',
        'workspaces.state_version_id',
      )
      .select(
        'state_resources.*',
        'workspaces.name as workspace_name',
        'workspaces.environment',
        'workspaces.owner',
        'state_versions.run_id',
      )
      .whereNull('workspaces.deleted_at')
      .orderBy(['workspace_id', 'position'])
      .limit(filter.limit + 1);
    whereMatches(query, filter.search);
    applyCriteria(query, filter.criteria, this.#filterToSql);
    const after = decodeCursor(filter.cursor, ['string', 'number']);
    if (after) {
      query.whereRaw(
        '(state_resources.workspace_id, position) > (?, ?)',
        after,
      );
    }
    return toPage(
      await query,
      filter.limit,
      (row): Resource => ({
        ...toResource(row),
        workspaceId: row.workspace_id,
        workspaceName: row.workspace_name,
        environment: row.environment,
        owner: row.owner,
        runId: row.run_id ?? undefined,
      }),
      row => [row.workspace_id, row.position],
    );
  }
}

/** Puts the resources of a new current state in place of the ones before; part of the transaction that writes the state. */
export async function replaceResources(
  trx: Knex.Transaction,
  workspaceId: string,
  resources: StateResource[],
): Promise<void> {
  await trx('state_resources').where({ workspace_id: workspaceId }).delete();
  await insertInPieces(
    trx,
    'state_resources',
    resources.map((resource, position) => ({
      workspace_id: workspaceId,
      position,
      address: resource.address,
      type: resource.type,
      name: resource.name,
      module: resource.module,
      mode: resource.mode,
      provider: resource.provider,
      resource_id: resource.id ?? null,
      search: searchText(resource),
    })),
  );
}

/** What a search looks through, in lower case. */
export function searchText(resource: StateResource): string {
  const { address, provider, id = '' } = resource;
  return `${address} ${provider} ${id}`.toLowerCase();
}

function whereMatches(
  query: Knex.QueryBuilder,
  search: string | undefined,
): void {
  if (search) {
    query.whereRaw("search like ? escape '\\'", [likePattern(search)]);
  }
}

function toResource(row: ResourceRow): StateResource {
  return {
    address: row.address,
    type: row.type,
    name: row.name,
    module: row.module,
    mode: row.mode,
    provider: row.provider,
    ...(row.resource_id !== null && { id: row.resource_id }),
  };
}
