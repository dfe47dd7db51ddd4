import { Workspace } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { WorkspaceRecord } from './WorkspaceStore';

/** Workspaces as people see them, each with its latest run. */
export async function presentWorkspaces(
  knex: Knex,
  workspaces: WorkspaceRecord[],
): Promise<Workspace[]> {
  const latest = await latestRuns(
    knex,
    workspaces.map(w => w.id),
  );
  return workspaces.map(workspace => ({
    id: workspace.id,
    name: workspace.name,
    entityRef: `resource:default/${workspace.name}`,
    description: workspace.description,
    module: { name: workspace.module, version: workspace.moduleVersion },
    environment: workspace.environment,
    owner: workspace.owner,
    system: workspace.system,
    account: workspace.account,
    createdBy: workspace.createdBy,
    createdAt: workspace.createdAt,
    variables: workspace.variablesPublic,
    resourceCount: workspace.resourceCount,
    stateVersionId: workspace.stateVersionId,
    lock: workspace.lock,
    latestRun: latest.get(workspace.id),
  }));
}

async function latestRuns(
  knex: Knex,
  ids: string[],
): Promise<Map<string, Workspace['latestRun']>> {
  const rows = await knex('runs')
    .join('workspaces', join =>
      join
        .on('workspaces.id', 'runs.workspace_id')
        .andOn('workspaces.last_run_number', 'runs.number'),
    )
    .select(
      'runs.id',
      'runs.workspace_id',
      'runs.number',
      'runs.status',
      'runs.kind',
      'runs.status_at',
      'runs.requested_by',
    )
    .whereIn('runs.workspace_id', ids);
  return new Map(
    rows.map(row => [
      row.workspace_id,
      {
        id: row.id,
        number: row.number,
        status: row.status,
        kind: row.kind,
        statusAt: row.status_at,
        requestedBy: row.requested_by,
      },
    ]),
  );
}
