import { Sealer } from '../sealing/Sealer';
import { WorkspaceRecord } from '../workspaces/WorkspaceStore';
import { RunRecord, SealedVariables } from './types';

const place = (table: 'runs' | 'workspaces', row: string) => ({
  table,
  row,
  column: 'variables_sealed',
});

export function sealVariables(
  sealer: Sealer,
  table: 'runs' | 'workspaces',
  row: string,
  variables: SealedVariables,
): Buffer {
  return sealer.sealJson(variables, place(table, row));
}

export function openRunVariables(
  sealer: Sealer,
  run: Pick<RunRecord, 'id' | 'variablesSealed'>,
): SealedVariables {
  return sealer.openJson(run.variablesSealed, place('runs', run.id));
}

export function openWorkspaceVariables(
  sealer: Sealer,
  workspace: Pick<WorkspaceRecord, 'id' | 'variablesSealed'>,
): SealedVariables {
  return sealer.openJson(
    workspace.variablesSealed,
    place('workspaces', workspace.id),
  );
}
