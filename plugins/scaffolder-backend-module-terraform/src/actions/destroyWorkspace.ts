import { NotFoundError, ResponseError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  TerraformApi,
  TerraformRequestOptions,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { filled } from './cleanInput';
import { examples } from './destroyWorkspace.examples';
import { explainRefusal } from './explainRefusal';
import { findWorkspace } from './findWorkspace';
import { asInitiator } from './initiator';
import { outputRun } from './runOutput';
import { startRun } from './startRun';
import type { TerraformActionOptions } from './types';

/**
 * `terraform:workspace:destroy`: creates a run that destroys everything the workspace holds, in the name of who started the task. The run
 * is approved like any other; the workspace itself stays.
 *
 * @public
 */
export function destroyWorkspaceAction(options: TerraformActionOptions) {
  return createTemplateAction({
    id: 'terraform:workspace:destroy',
    description:
      'Creates a run that destroys all resources of a Terraform workspace',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        workspace: z => z.string().describe('Name or id of the workspace'),
        message: z =>
          z.string().optional().describe('Why the run is made, for approvers'),
      },
      output: {
        runId: z => z.string().describe('Id of the run'),
        workspaceId: z => z.string().describe('Id of the workspace'),
        runUrl: z => z.string().describe('Path of the run in the portal'),
        entityRef: z =>
          z.string().describe('Entity reference of the workspace'),
      },
    },
    async handler(ctx) {
      const { workspace: nameOrId } = ctx.input;
      if (ctx.isDryRun) {
        outputRun(ctx, 'dry-run', {
          id: 'dry-run',
          entityRef: `resource:default/${nameOrId}`,
        });
        return;
      }
      const workspace = await ctx.checkpoint({
        key: `find.${nameOrId}`,
        fn: () =>
          explainRefusal(`look for the workspace ${nameOrId}`, async () => {
            const { id, name, entityRef } = await getByNameOrId(
              options.terraform,
              nameOrId,
              await asInitiator(ctx, options),
            );
            return { id, name, entityRef };
          }),
      });
      const runId = await startRun(ctx, options, {
        workspace,
        name: workspace.name,
        request: { kind: 'destroy', message: filled(ctx.input.message) },
      });
      outputRun(ctx, runId, workspace);
    },
  });
}

async function getByNameOrId(
  terraform: TerraformApi,
  nameOrId: string,
  options: TerraformRequestOptions,
): Promise<Workspace> {
  const named = await findWorkspace(terraform, nameOrId, options);
  if (named) return named;
  try {
    return await terraform.getWorkspace(nameOrId, options);
  } catch (error) {
    if (error instanceof ResponseError && error.statusCode === 404) {
      throw new NotFoundError(
        `There is no workspace with the name or id ${nameOrId} that you may read`,
      );
    }
    throw error;
  }
}
