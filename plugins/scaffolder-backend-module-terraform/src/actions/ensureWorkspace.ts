import { InputError } from '@backstage/errors';
import type {
  CreateWorkspaceRequest,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { explainRefusal } from './explainRefusal';
import { findWorkspace } from './findWorkspace';
import { asInitiator, idempotencyKey } from './initiator';
import type {
  TaskContext,
  TerraformActionOptions,
  WorkspaceIds,
} from './types';

/**
 * The workspace of the requested name, created if there is none.
 *
 * Whether there was one is a checkpoint of its own: a task that stopped just after the creation would else take its own workspace for
 * one that was there before, and ask for another run.
 */
export async function ensureWorkspace(
  ctx: TaskContext,
  options: TerraformActionOptions,
  request: CreateWorkspaceRequest,
): Promise<WorkspaceIds & { isNew: boolean }> {
  const { terraform } = options;
  const { name } = request;
  const found = await ctx.checkpoint({
    key: `find.${name}`,
    fn: () =>
      explainRefusal(`look for the workspace ${name}`, async () => {
        const existing = await findWorkspace(
          terraform,
          name,
          await asInitiator(ctx, options),
        );
        if (existing) assertSamePlace(existing, request);
        return { workspace: existing ? idsOf(existing) : null };
      }),
  });
  if (found.workspace) return { ...found.workspace, isNew: false };

  const created = await ctx.checkpoint({
    key: `workspace.${name}`,
    fn: () =>
      explainRefusal(`create the workspace ${name}`, async () => {
        const workspace = await terraform.createWorkspace(request, {
          ...(await asInitiator(ctx, options)),
          idempotencyKey: idempotencyKey(ctx, name, 'workspace'),
        });
        ctx.logger.info(`Created the workspace ${name}`);
        return idsOf(workspace);
      }),
  });
  return { ...created, isNew: true };
}

/** Module, environment and account of a workspace never change, so a template must not take another workspace for its own. */
function assertSamePlace(
  existing: Workspace,
  wanted: Pick<CreateWorkspaceRequest, 'module' | 'environment' | 'account'>,
): void {
  const { name, module, environment, account } = existing;
  if (module.name !== wanted.module || environment !== wanted.environment) {
    throw new InputError(
      `There is a workspace ${name} already, with the module ${module.name} in the environment ${environment}, not ${wanted.module} in ${wanted.environment}. Choose another name.`,
    );
  }
  if (wanted.account !== undefined && account !== wanted.account) {
    throw new InputError(
      `There is a workspace ${name} already, in ${
        account ? `the account ${account}` : 'no account'
      }, not in ${wanted.account}. Choose another name.`,
    );
  }
}

function idsOf({ id, entityRef }: Workspace): WorkspaceIds {
  return { id, entityRef };
}
