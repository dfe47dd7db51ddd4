import { FINAL_RUN_STATUSES } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import {
  OpenRunFacts,
  removableVersions,
  VersionFacts,
} from './removableVersions';

/** Versions that one transaction removes at the most: each can be large. */
const VERSIONS_AT_ONCE = 500;

/** Finds and removes old state versions, one workspace at a time. */
export class StateVersionRetention {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Workspaces of an environment that have versions from before a time, by id, after one of them. */
  async listWorkspaces(options: {
    environment: string;
    before: string;
    after?: string;
    limit: number;
  }): Promise<string[]> {
    const query = this.#knex('workspaces')
      .select('id')
      .where({ environment: options.environment })
      .whereExists(
        this.#knex('state_versions')
          .select(this.#knex.raw('1'))
          .whereRaw('workspace_id = workspaces.id')
          .andWhere('state_versions.created_at', '<', options.before),
      )
      .orderBy('id')
      .limit(options.limit);
    if (options.after) query.andWhere('id', '>', options.after);
    return (await query).map(row => row.id);
  }

  /** How many versions of the workspace may go. */
  async count(workspaceId: string, olderThan: string): Promise<number> {
    const removable = await this.#removable(this.#knex, workspaceId, olderThan);
    return removable.length;
  }

  /** Removes some of the versions that may go; 0 when none was left. */
  async remove(workspaceId: string, olderThan: string): Promise<number> {
    return this.#knex.transaction(async trx => {
      const ids = await this.#removable(trx, workspaceId, olderThan);
      const removed: number = await trx('state_versions')
        .whereIn('id', ids.slice(0, VERSIONS_AT_ONCE))
        .delete();
      return removed;
    });
  }

  /** In a transaction the workspace is held, so that its current version stays the current one meanwhile. */
  async #removable(
    knex: Knex,
    workspaceId: string,
    olderThan: string,
  ): Promise<string[]> {
    const [workspace] = await knex('workspaces')
      .select('state_version_id')
      .where({ id: workspaceId })
      .modify(query => {
        if (knex.isTransaction && knex.client.config.client === 'pg') {
          query.forUpdate();
        }
      });
    const openRuns = await readOpenRuns(knex, workspaceId);
    const versions = await readVersions(knex, workspaceId);
    return removableVersions(versions, {
      olderThan,
      currentId: workspace?.state_version_id ?? undefined,
      openRuns,
    });
  }
}

async function readVersions(
  knex: Knex,
  workspaceId: string,
): Promise<VersionFacts[]> {
  const rows = await knex('state_versions')
    .select('id', 'serial', 'lineage', 'run_id', 'created_at')
    .where({ workspace_id: workspaceId });
  return rows.map(row => ({
    id: row.id,
    serial: Number(row.serial),
    lineage: row.lineage,
    runId: row.run_id ?? undefined,
    createdAt: row.created_at,
  }));
}

async function readOpenRuns(
  knex: Knex,
  workspaceId: string,
): Promise<OpenRunFacts[]> {
  const rows = await knex('runs')
    .leftJoin('plans', 'plans.run_id', 'runs.id')
    .select('runs.id', 'runs.state_version_id', 'plans.digest_input')
    .where({ workspace_id: workspaceId })
    .whereNotIn('status', [...FINAL_RUN_STATUSES]);
  return rows.map(row => ({
    id: row.id,
    stateVersionId: row.state_version_id ?? undefined,
    planned: row.digest_input ? JSON.parse(row.digest_input) : undefined,
  }));
}
