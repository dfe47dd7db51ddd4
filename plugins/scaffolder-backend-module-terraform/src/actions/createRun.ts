import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { filled, filledVariables } from './cleanInput';
import { examples } from './createRun.examples';
import { ensureWorkspace } from './ensureWorkspace';
import { explainRefusal } from './explainRefusal';
import { asInitiator } from './initiator';
import { outputRun } from './runOutput';
import { startRun } from './startRun';
import type { TerraformActionOptions } from './types';

/**
 * `terraform:run:create`: makes sure that the workspace exists and creates a run in it, in the name of who started the task.
 *
 * Every call that changes something is a checkpoint and has an idempotency key, so that a task that is taken up again repeats nothing.
 *
 * @public
 */
export function createRunAction(options: TerraformActionOptions) {
  return createTemplateAction({
    id: 'terraform:run:create',
    description:
      'Creates a run in a Terraform workspace, and the workspace if it does not exist',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        workspace: z =>
          z
            .string()
            .describe('Name of the workspace, unique in the installation'),
        module: z => z.string().describe('Name of the module'),
        version: z =>
          z
            .string()
            .optional()
            .describe('Version of the module; the current one by default'),
        environment: z =>
          z.string().describe('Name of the environment, such as dev'),
        account: z =>
          z
            .string()
            .optional()
            .describe(
              'Name of the cloud account; needed where the environment has several for the cloud of the module',
            ),
        owner: z =>
          z
            .string()
            .describe('Entity reference of the group that owns the workspace'),
        system: z =>
          z
            .string()
            .optional()
            .describe('Entity reference of the system it belongs to'),
        description: z =>
          z.string().optional().describe('What the workspace is for'),
        variables: z =>
          z
            .record(z.unknown())
            .optional()
            .describe(
              'Inputs of the module by name; a sensitive one is {"$secretRef": ref}. Those that are null are left out.',
            ),
        message: z =>
          z.string().optional().describe('Why the run is made, for approvers'),
        kind: z =>
          z
            .enum(['plan_and_apply', 'plan_only'])
            .optional()
            .describe('What the run does; plan_and_apply by default'),
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
      const { workspace: name, module, environment } = ctx.input;
      // Names only: values may be anything.
      const names = Object.keys(filledVariables(ctx.input.variables));
      ctx.logger.info(
        `Workspace ${name}: module ${module} in ${environment}, variables: ${
          names.join(', ') || 'none'
        }`,
      );
      if (ctx.isDryRun) {
        outputRun(ctx, 'dry-run', {
          id: 'dry-run',
          entityRef: `resource:default/${name}`,
        });
        return;
      }

      const variables = filledVariables(
        ctx.input.variables,
        await explainRefusal(`read the module ${module}`, async () =>
          options.terraform.getModule(module, await asInitiator(ctx, options)),
        ),
      );
      const version = filled(ctx.input.version);
      const workspace = await ensureWorkspace(ctx, options, {
        name,
        module,
        version,
        environment,
        account: filled(ctx.input.account),
        owner: ctx.input.owner,
        system: filled(ctx.input.system),
        description: filled(ctx.input.description),
        variables,
      });
      const request = {
        kind: ctx.input.kind ?? 'plan_and_apply',
        message: filled(ctx.input.message),
      };
      const runId = await startRun(ctx, options, {
        workspace,
        name,
        // A new workspace has these already, and a secret is taken only once.
        request: workspace.isNew
          ? request
          : {
              ...request,
              version,
              // Without any, the values in force stay.
              variables: Object.keys(variables).length ? variables : undefined,
            },
      });
      outputRun(ctx, runId, workspace);
    },
  });
}
