import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type {
  Module,
  Run,
  TerraformApi,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';

export function workspace(name: string, more: Partial<Workspace> = {}) {
  return {
    id: `id-of-${name}`,
    name,
    entityRef: `resource:default/${name}`,
    module: { name: 'sandbox', version: '1.0.0' },
    environment: 'dev',
    ...more,
  } as Workspace;
}

/** A terraform backend with the given workspaces, of which it shows one on a page. */
export function fakeTerraform(...workspaces: Workspace[]) {
  return {
    listWorkspaces: jest.fn<
      ReturnType<TerraformApi['listWorkspaces']>,
      Parameters<TerraformApi['listWorkspaces']>
    >(async query => {
      const at = Number(query?.cursor ?? 0);
      return {
        items: workspaces.slice(at, at + 1),
        nextCursor: at + 1 < workspaces.length ? String(at + 1) : undefined,
      };
    }),
    getModule: jest.fn<
      ReturnType<TerraformApi['getModule']>,
      Parameters<TerraformApi['getModule']>
    >(
      async () =>
        ({
          variables: [
            { name: 'password', schema: { type: 'string' } },
            { name: 'tags', schema: { type: 'object' } },
          ],
        } as unknown as Module),
    ),
    getWorkspace: jest.fn<
      ReturnType<TerraformApi['getWorkspace']>,
      Parameters<TerraformApi['getWorkspace']>
    >(),
    createWorkspace: jest.fn<
      ReturnType<TerraformApi['createWorkspace']>,
      Parameters<TerraformApi['createWorkspace']>
    >(async request => workspace(request.name)),
    createRun: jest.fn<
      ReturnType<TerraformApi['createRun']>,
      Parameters<TerraformApi['createRun']>
    >(async () => ({ id: 'run-1', number: 1 } as Run)),
  };
}
export type FakeTerraform = ReturnType<typeof fakeTerraform>;

export function actionOptions(terraform: FakeTerraform) {
  return {
    auth: mockServices.auth({ pluginId: 'scaffolder' }),
    terraform: terraform as Partial<TerraformApi> as TerraformApi,
  };
}

/** What the terraform backend sees when it is called for the initiator of the mock task. */
export const initiatorToken = mockCredentials.service.token({
  onBehalfOf: mockCredentials.user(),
  targetPluginId: 'terraform',
});

/**
 * Context of a task; checkpoints are kept in the given map, as the scaffolder keeps them over a restart. `logged` has everything that was
 * logged.
 */
export function taskContext<T extends JsonObject>(
  input: T,
  options: {
    checkpoints?: Map<string, unknown>;
    stepId?: string;
    isDryRun?: boolean;
  } = {},
) {
  const checkpoints = options.checkpoints ?? new Map<string, unknown>();
  const context = createMockActionContext<T>({ input, task: { id: 'task-1' } });
  const outputs: Record<string, unknown> = {};
  const logged: string[] = [];
  const ctx = {
    ...context,
    isDryRun: options.isDryRun,
    step: { id: options.stepId ?? 'step-1' },
    logger: mockServices.logger.mock({
      info: message => logged.push(message),
      warn: message => logged.push(message),
      error: message => logged.push(String(message)),
      debug: message => logged.push(message),
    }),
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
    checkpoint: async ({
      key,
      fn,
    }: {
      key: string;
      fn: () => Promise<unknown> | unknown;
    }) => {
      if (!checkpoints.has(key)) {
        checkpoints.set(key, JSON.parse(JSON.stringify(await fn())));
      }
      return checkpoints.get(key);
    },
  } as unknown as typeof context;
  return { ctx, outputs, logged, checkpoints };
}
