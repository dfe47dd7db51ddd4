import type { WorkspaceIds } from './types';

type RunOutput = {
  runId: string;
  workspaceId: string;
  runUrl: string;
  entityRef: string;
};

/** Tells the template which run and which workspace. */
export function outputRun(
  ctx: { output(name: keyof RunOutput, value: string): void },
  runId: string,
  workspace: WorkspaceIds,
): void {
  ctx.output('runId', runId);
  ctx.output('workspaceId', workspace.id);
  ctx.output('runUrl', `/terraform/runs/${runId}`);
  ctx.output('entityRef', workspace.entityRef);
}
