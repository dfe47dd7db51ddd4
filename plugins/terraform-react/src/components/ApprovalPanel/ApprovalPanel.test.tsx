import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import type {
  Plan,
  Run,
  TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { terraformApiRef } from '../../api';
import {
  sampleAccess,
  samplePlan,
  sampleRun,
  terraformApiMock,
} from '../../testUtils';
import { responseError } from '../../testUtils/responseError';
import { ApprovalPanel } from './ApprovalPanel';

async function show(
  run: Run,
  options: {
    allowed?: boolean;
    api?: Partial<TerraformApi>;
    decide?: TerraformApi['decide'];
    onDecided?: (run: Run) => void;
    onReplanned?: (run: Run) => void;
  } = {},
) {
  const { allowed = true, api, decide, onDecided, onReplanned } = options;
  const permissions = new MockPermissionApi(() =>
    allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
  );
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [permissionApiRef, permissions],
        [
          terraformApiRef,
          terraformApiMock({
            getPlan: async () => samplePlan(),
            ...api,
            ...(decide && { decide }),
          }),
        ],
      ]}
    >
      <ApprovalPanel
        run={run}
        onDecided={onDecided}
        onReplanned={onReplanned}
      />
    </TestApiProvider>,
  );
}

const plan = sampleRun().plan!;
const harmless = { ...plan, replace: 0, change: 0, add: 1 };

// Decisions on permissions are cached by run: each test has its own.
describe('ApprovalPanel', () => {
  it('tells who must approve and who did, and hides the buttons from others', async () => {
    await show(
      sampleRun({
        id: 'refused',
        approvals: {
          required: 2,
          groups: ['group:default/reviewers', 'group:default/platform'],
          excludeRequester: true,
          given: [
            {
              id: '1',
              decision: 'approve',
              by: 'user:default/reviewer',
              at: '2026-01-10T10:01:00.000Z',
              comment: 'looks good',
              digest: plan.digest,
            },
            {
              id: '2',
              decision: 'approve',
              by: 'user:default/other',
              at: '2026-01-10T09:01:00.000Z',
              digest: 'sha256:older',
            },
          ],
        },
      }),
      { allowed: false },
    );
    expect(
      await screen.findByText(
        'production needs 2 approvals by reviewers or platform, not by developer, who asked for this.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('looks good')).toBeInTheDocument();
    expect(screen.getByText(/earlier plan/)).toBeInTheDocument();
    expect(
      await screen.findByText(/You cannot decide on this run/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull();
  });

  it('hides the buttons when nothing waits', async () => {
    await show(sampleRun({ id: 'applied', status: 'applied' }));
    await screen.findByText(/production needs 1 approval/);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('repeats what is approved, asks for a comment and posts the digest shown', async () => {
    const user = userEvent.setup();
    const run = sampleRun({ id: 'destructive' });
    const after = sampleRun({ id: 'destructive', status: 'confirmed' });
    const decide = jest.fn().mockResolvedValue({ run: after });
    const onDecided = jest.fn();
    await show(run, { decide, onDecided });

    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(
      screen.getByText(
        'Replace 1, change 2, create 1 in production (payments-db); plan 7f3a7f3a…',
      ),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    expect(
      screen.getByText('A comment is required: something is replaced.'),
    ).toBeInTheDocument();
    expect(decide).not.toHaveBeenCalled();

    await user.type(screen.getByRole('textbox'), 'window agreed');
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(onDecided).toHaveBeenCalledWith(after));
    expect(decide).toHaveBeenCalledWith('destructive', {
      decision: 'approve',
      digest: plan.digest,
      comment: 'window agreed',
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says in which account and as which role, and repeats the warnings', async () => {
    const user = userEvent.setup();
    const run = sampleRun({ id: 'in-an-account', plan: harmless });
    let answer: (plan: Plan) => void = () => {};
    const getPlan = jest.fn(
      () => new Promise<Plan>(resolve => (answer = resolve)),
    );
    await show(run, { api: { getPlan } });

    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(screen.getByRole('button', { name: 'Approve' })).toBeDisabled();
    answer(samplePlan({ access: sampleAccess() }));
    expect(
      await screen.findByText(
        'Terraform applies it in account payments-production (111122223333) as role arn:aws:iam::111122223333:role/planroom-apply.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'Warnings about what it may do' }),
    ).toHaveTextContent('All of S3 is allowed');
    expect(screen.getByRole('button', { name: 'Approve' })).toBeEnabled();
  });

  it('says so where what the apply may do cannot be read', async () => {
    const user = userEvent.setup();
    const run = sampleRun({ id: 'unreadable', plan: harmless });
    const getPlan = jest.fn().mockRejectedValue(new Error('It is away.'));
    await show(run, { api: { getPlan } });
    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(await screen.findByRole('note')).toHaveTextContent(
      'What this apply may do could not be read: It is away. Look at the plan before you approve.',
    );
  });

  it('needs no comment to create, but one to reject', async () => {
    const user = userEvent.setup();
    const run = sampleRun({ id: 'harmless', plan: harmless });
    const decide = jest.fn().mockResolvedValue({ run });
    await show(run, { decide });

    await user.click(await screen.findByRole('button', { name: 'Reject' }));
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    expect(screen.getByText(/A comment is required/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Back' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    await user.click(screen.getByRole('button', { name: 'Approve' }));
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() =>
      expect(decide).toHaveBeenCalledWith('harmless', {
        decision: 'approve',
        digest: plan.digest,
        comment: undefined,
      }),
    );
  });

  it("shows the server's refusal of an outdated plan in place and posts what was read", async () => {
    const user = userEvent.setup();
    const run = sampleRun({ id: 'outdated', plan: harmless });
    const refusal = await responseError(
      409,
      'This plan is outdated; the run has a newer one.',
    );
    const decide = jest.fn().mockRejectedValue(refusal);
    const onDecided = jest.fn();
    await show(run, { decide, onDecided });

    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'This plan is outdated; the run has a newer one. Nothing was decided',
    );
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    expect(onDecided).not.toHaveBeenCalled();
    expect(screen.queryByRole('button', { name: 'Re-plan' })).toBeNull();
  });

  it('offers a new plan where the server finds this one outdated', async () => {
    const user = userEvent.setup();
    const run = sampleRun({ id: 'moved', plan: harmless });
    const next = sampleRun({ id: 'moved-next' });
    const refusal = await responseError(409, 'The plan is outdated: the state');
    const act = jest.fn().mockResolvedValue(next);
    const onReplanned = jest.fn();
    await show(run, {
      api: {
        act,
        decide: jest.fn().mockRejectedValue(refusal),
        getRun: async () => ({
          ...run,
          plan: { ...harmless, outdated: 'the state changed' },
        }),
      },
      onReplanned,
    });
    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The plan is outdated: the state. Nothing was decided',
    );
    expect(screen.getByRole('button', { name: 'Approve' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Re-plan' }));
    await waitFor(() => expect(onReplanned).toHaveBeenCalledWith(next));
    expect(act).toHaveBeenCalledWith('moved', 'retry', {});
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says that a plan is outdated before anybody tries to approve it', async () => {
    const outdated = 'the variables changed since the plan was made';
    await show(sampleRun({ id: 'stale', plan: { ...harmless, outdated } }));
    expect(await screen.findByRole('note')).toHaveTextContent(
      `This plan is outdated: ${outdated}. It can no longer be approved; developers can ask for a new plan.`,
    );
    expect(
      await screen.findByRole('button', { name: 'Approve' }),
    ).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Reject' })).toBeEnabled();
    expect(screen.getByRole('button', { name: 'Re-plan' })).toBeEnabled();
  });
});
