import { ResponseError } from '@backstage/errors';
import { destroyWorkspaceAction } from './destroyWorkspace';
import {
  FakeTerraform,
  actionOptions,
  fakeTerraform,
  initiatorToken,
  taskContext,
  workspace,
} from '../__testUtils__/terraformTask';

async function run(
  terraform: FakeTerraform,
  nameOrId: string,
  options: Parameters<typeof taskContext>[1] = {},
) {
  const task = taskContext({ workspace: nameOrId, message: '' }, options);
  const action = destroyWorkspaceAction(actionOptions(terraform));
  const done = action.handler(task.ctx as never);
  return { ...task, done };
}

describe('terraform:workspace:destroy', () => {
  it('creates a destroy run as the initiator, once', async () => {
    const terraform = fakeTerraform(workspace('shop-2'), workspace('shop'));
    const { done, outputs, checkpoints } = await run(terraform, 'shop');
    await done;
    expect(terraform.createRun.mock.calls).toEqual([
      [
        'id-of-shop',
        { kind: 'destroy', message: undefined },
        {
          token: initiatorToken,
          idempotencyKey: expect.stringMatching(/^task-1\.\w{16}\.run$/),
        },
      ],
    ]);
    expect(outputs).toEqual({
      runId: 'run-1',
      workspaceId: 'id-of-shop',
      runUrl: '/terraform/runs/run-1',
      entityRef: 'resource:default/shop',
    });

    const again = await run(terraform, 'shop', { checkpoints });
    await again.done;
    expect(terraform.createRun).toHaveBeenCalledTimes(1);

    // As if the checkpoint had not been written.
    await (
      await run(terraform, 'shop')
    ).done;
    const [first, second] = terraform.createRun.mock.calls;
    expect(second).toEqual(first);
  });

  it('takes an id, and says when there is no such workspace', async () => {
    const terraform = fakeTerraform(workspace('shop'));
    terraform.getWorkspace.mockResolvedValueOnce(workspace('other'));
    const { done, outputs } = await run(terraform, 'id-of-other');
    await done;
    expect(terraform.getWorkspace).toHaveBeenCalledWith('id-of-other', {
      token: initiatorToken,
    });
    expect(outputs.workspaceId).toBe('id-of-other');

    terraform.getWorkspace.mockRejectedValueOnce(
      await ResponseError.fromResponse(
        new Response('', { status: 404 }) as never,
      ),
    );
    const missing = await run(terraform, 'nothing');
    await expect(missing.done).rejects.toThrow(
      'There is no workspace with the name or id nothing that you may read',
    );
    expect(terraform.createRun).toHaveBeenCalledTimes(1);
  });

  it('does nothing in a dry run', async () => {
    const { done, outputs } = await run({} as FakeTerraform, 'shop', {
      isDryRun: true,
    });
    await done;
    expect(outputs.runId).toBe('dry-run');
  });
});
