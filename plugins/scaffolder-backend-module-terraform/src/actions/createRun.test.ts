import { ResponseError } from '@backstage/errors';
import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';
import { createRunAction } from './createRun';
import {
  FakeTerraform,
  actionOptions,
  fakeTerraform,
  initiatorToken,
  taskContext,
  workspace,
} from '../__testUtils__/terraformTask';

const CANARY = 'canary-91be';
const input = {
  workspace: 'shop',
  module: 'sandbox',
  environment: 'dev',
  owner: 'group:default/developers',
  version: '',
  system: '',
  message: 'For the sale',
  variables: {
    name: CANARY,
    password: { $secretRef: `ref-${CANARY}` },
    empty: '',
    count: 0,
    unset: null,
    retention: { delete_after: null, tiers: [{ days: 30, to: null }, null] },
  },
};
const variables = {
  name: CANARY,
  password: { $secretRef: `ref-${CANARY}` },
  empty: '',
  count: 0,
  retention: { tiers: [{ days: 30 }, null] },
};

type Options = Parameters<typeof taskContext>[1];

async function run(
  terraform: FakeTerraform,
  options: Options = {},
  given: Record<string, unknown> = input,
) {
  const task = taskContext(given as typeof input, options);
  const action = createRunAction(actionOptions(terraform));
  const done = action.handler(task.ctx as never);
  return { ...task, done };
}

function keyOf(call: unknown[]): string {
  return (call.at(-1) as { idempotencyKey: string }).idempotencyKey;
}

async function refusal(status: number, name: string, message: string) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name, message },
        response: { statusCode: status },
      }),
      { status, headers: { 'content-type': 'application/json' } },
    ) as never,
  );
}

describe('terraform:run:create', () => {
  it('takes the empty object of a secret that nobody entered for none', async () => {
    const terraform = fakeTerraform();
    const { done } = await run(
      terraform,
      {},
      {
        ...input,
        variables: { password: {}, tags: {} },
      },
    );
    await done;
    expect(terraform.createWorkspace.mock.calls[0][0].variables).toEqual({
      tags: {},
    });
  });

  it('creates the workspace with the variables, then a run, as the initiator', async () => {
    const terraform = fakeTerraform(workspace('shop-2'), workspace('a-shop'));
    const { done, outputs, logged, checkpoints } = await run(terraform);
    await done;

    expect(terraform.listWorkspaces).toHaveBeenCalledTimes(2);
    expect(terraform.createWorkspace).toHaveBeenCalledTimes(1);
    expect(terraform.createWorkspace.mock.calls[0]).toEqual([
      {
        name: 'shop',
        module: 'sandbox',
        environment: 'dev',
        owner: 'group:default/developers',
        variables,
      },
      {
        token: initiatorToken,
        idempotencyKey: expect.stringMatching(/^task-1\.\w{16}\.workspace$/),
      },
    ]);
    expect(terraform.createRun.mock.calls).toEqual([
      [
        'id-of-shop',
        { kind: 'plan_and_apply', message: 'For the sale' },
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
    expect(logged.join()).toContain('variables: name, password, empty, count');
    expect(logged.join()).not.toContain(CANARY);
    expect(JSON.stringify([...checkpoints])).not.toContain(CANARY);
  });

  it('uses a workspace that exists, giving the variables to the run', async () => {
    const terraform = fakeTerraform(workspace('shop-2'), workspace('shop'));
    const { done, outputs } = await run(
      terraform,
      {},
      {
        ...input,
        version: '2.0.0',
        message: ' ',
        kind: 'plan_only',
      },
    );
    await done;
    expect(terraform.createWorkspace).not.toHaveBeenCalled();
    expect(terraform.createRun.mock.calls[0].slice(0, 2)).toEqual([
      'id-of-shop',
      { kind: 'plan_only', version: '2.0.0', variables },
    ]);
    expect(outputs.workspaceId).toBe('id-of-shop');

    const { done: again } = await run(
      terraform,
      {},
      {
        ...input,
        variables: { unset: null },
      },
    );
    await again;
    expect(terraform.createRun.mock.calls[1][1].variables).toBeUndefined();
  });

  it.each([
    ['module', { module: { name: 'aws-bucket', version: '1.0.0' } }],
    ['environment', { environment: 'production' }],
  ])('refuses a workspace with another %s', async (_, more) => {
    const terraform = fakeTerraform(workspace('shop', more));
    const { done } = await run(terraform);
    await expect(done).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(
        /There is a workspace shop already.*(aws-bucket|production).*not sandbox in dev/,
      ),
    });
    expect(terraform.createRun).not.toHaveBeenCalled();
  });

  it('asks for the account, and takes no workspace in another one', async () => {
    const given = { ...input, account: 'payments-dev' };
    const fresh = fakeTerraform();
    await (
      await run(fresh, {}, given)
    ).done;
    expect(fresh.createWorkspace.mock.calls[0][0].account).toBe('payments-dev');

    const same = fakeTerraform(workspace('shop', { account: 'payments-dev' }));
    await (
      await run(same, {}, given)
    ).done;
    expect(same.createRun).toHaveBeenCalledTimes(1);

    for (const [account, words] of [
      ['elsewhere', 'in the account elsewhere, not in payments-dev'],
      [undefined, 'in no account, not in payments-dev'],
    ]) {
      const other = fakeTerraform(workspace('shop', { account }));
      const { done } = await run(other, {}, given);
      await expect(done).rejects.toThrow(words);
      expect(other.createRun).not.toHaveBeenCalled();
    }
    // A form without the field asks for no account, and takes the workspace as it is.
    const any = fakeTerraform(workspace('shop', { account: 'payments-dev' }));
    await (
      await run(any, {}, { ...input, account: '' })
    ).done;
    expect(any.createRun).toHaveBeenCalledTimes(1);
  });

  it.each(['createWorkspace', 'createRun'] as const)(
    'repeats the same calls with the same keys when it was stopped after %s',
    async stoppedAfter => {
      const existing: ReturnType<typeof workspace>[] = [];
      const terraform = fakeTerraform();
      terraform.listWorkspaces.mockImplementation(async () => ({
        items: existing,
      }));
      terraform.createWorkspace.mockImplementation(async ({ name }) => {
        existing.splice(0, 1, workspace(name));
        return existing[0];
      });
      const checkpoints = new Map<string, unknown>();

      // The backend did it, the scaffolder did not live to keep the answer.
      const real = terraform[stoppedAfter].getMockImplementation() as (
        ...args: unknown[]
      ) => Promise<unknown>;
      (terraform[stoppedAfter] as jest.Mock).mockImplementationOnce(
        async (...args) => {
          await real(...args);
          throw new Error('killed');
        },
      );
      const first = await run(terraform, { checkpoints });
      await expect(first.done).rejects.toThrow('killed');

      const second = await run(terraform, { checkpoints });
      await second.done;
      const { calls } = (terraform[stoppedAfter] as jest.Mock).mock;
      expect(calls).toHaveLength(2);
      expect(calls[1]).toEqual(calls[0]);
      expect(terraform.createRun.mock.lastCall?.[1]).toEqual({
        kind: 'plan_and_apply',
        message: 'For the sale',
      });
      expect(second.outputs.runId).toBe('run-1');

      // With everything kept, nothing is called at all.
      const before = terraform.createRun.mock.calls.length;
      const third = await run(terraform, { checkpoints });
      await third.done;
      expect(terraform.createRun).toHaveBeenCalledTimes(before);
      expect(third.outputs).toEqual(second.outputs);
    },
  );

  it('has other keys for other steps and other workspaces of a task', async () => {
    const terraform = fakeTerraform();
    await (
      await run(terraform, { stepId: 'one' })
    ).done;
    await (
      await run(terraform, { stepId: 'two' })
    ).done;
    const other = { ...input, workspace: 'shelf' };
    await (
      await run(terraform, { stepId: 'two' }, other)
    ).done;
    const keys = [
      ...terraform.createWorkspace.mock.calls,
      ...terraform.createRun.mock.calls,
    ].map(keyOf);
    expect(new Set(keys).size).toBe(6);
  });

  it('does nothing in a dry run', async () => {
    const terraform: Partial<TerraformApi> = {};
    const { done, outputs, logged } = await run(terraform as FakeTerraform, {
      isDryRun: true,
    });
    await done;
    expect(outputs).toEqual({
      runId: 'dry-run',
      workspaceId: 'dry-run',
      runUrl: '/terraform/runs/dry-run',
      entityRef: 'resource:default/shop',
    });
    expect(logged.join()).not.toContain(CANARY);
  });

  it("says why the backend refuses, in the backend's words", async () => {
    const terraform = fakeTerraform();
    terraform.createWorkspace.mockRejectedValue(
      await refusal(403, 'NotAllowedError', 'You do not belong to the owner'),
    );
    const { done } = await run(terraform);
    await expect(done).rejects.toThrow(
      'Could not create the workspace shop; caused by NotAllowedError: You do not belong to the owner',
    );
  });
});
