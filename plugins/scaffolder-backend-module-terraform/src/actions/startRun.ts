import type { CreateRunRequest } from '@planroom/backstage-plugin-terraform-common';
import { explainRefusal } from './explainRefusal';
import { asInitiator, idempotencyKey } from './initiator';
import type {
  TaskContext,
  TerraformActionOptions,
  WorkspaceIds,
} from './types';

/** Creates a run once per step and workspace of the task, and answers its id. */
export async function startRun(
  ctx: TaskContext,
  options: TerraformActionOptions,
  input: { workspace: WorkspaceIds; name: string; request: CreateRunRequest },
): Promise<string> {
  const { workspace, name, request } = input;
  const { runId } = await ctx.checkpoint({
    key: `run.${name}`,
    fn: () =>
      explainRefusal(`create a run in the workspace ${name}`, async () => {
        const run = await options.terraform.createRun(workspace.id, request, {
          ...(await asInitiator(ctx, options)),
          idempotencyKey: idempotencyKey(ctx, name, 'run'),
        });
        ctx.logger.info(`Created run ${run.number} of the workspace ${name}`);
        return { runId: run.id };
      }),
  });
  return runId;
}
