import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { RUN_STATUSES } from '@planroom/backstage-plugin-terraform-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { terraformApiRef } from '../../api';
import { sampleRun, terraformApiMock } from '../../testUtils';
import { actionsFor } from './actions';
import { RunActions } from './RunActions';

const NOON = Date.parse('2026-01-10T12:00:00.000Z');
const earlier = '2026-01-10T11:59:00.000Z';
const later = '2026-01-10T12:01:00.000Z';

describe('actionsFor', () => {
  it('offers what a status allows', () => {
    expect(
      Object.fromEntries(
        RUN_STATUSES.map(status => [
          status,
          actionsFor({ status }, NOON).join(),
        ]),
      ),
    ).toEqual({
      pending: 'discard',
      plan_queued: 'discard',
      planning: 'cancel',
      planned: 'discard',
      policy_soft_failed: 'discard',
      planned_and_finished: 'retry',
      confirmed: 'discard',
      apply_queued: 'discard',
      applying: 'cancel',
      applied: '',
      discarded: 'retry',
      canceled: 'retry',
      force_canceled: 'retry',
      errored: 'retry',
    });
  });

  it.each([
    ['is asked to stop', {}, ''],
    ['has time to stop', { forceCancelFrom: later }, ''],
    ['did not stop in time', { forceCancelFrom: earlier }, 'force-cancel'],
    [
      'is being killed',
      { forceCancelFrom: earlier, forceCancelRequestedAt: earlier },
      '',
    ],
  ])('offers force only where Terraform %s', (_, facts, expected) => {
    for (const status of ['planning', 'applying'] as const) {
      const run = { status, cancelRequestedAt: earlier, ...facts };
      expect(actionsFor(run, NOON).join()).toBe(expected);
    }
    const ended = { cancelRequestedAt: earlier, ...facts };
    expect(actionsFor({ ...ended, status: 'canceled' }, NOON)).toEqual([
      'retry',
    ]);
  });

  it.each(['planned', 'policy_soft_failed'] as const)(
    'offers a new plan first for one that is outdated while %s',
    status => {
      const plan = { ...sampleRun().plan!, outdated: 'the state changed' };
      expect(actionsFor({ status, plan }, NOON)).toEqual(['retry', 'discard']);
      expect(actionsFor({ status: 'applied', plan }, NOON)).toEqual([]);
    },
  );
});

describe('RunActions', () => {
  it('shows what is permitted, asks and tells what came of it', async () => {
    const user = userEvent.setup();
    const run = sampleRun({ id: 'failed-run', status: 'errored' });
    const next = sampleRun({ id: 'next-run', status: 'pending' });
    const act = jest
      .fn()
      .mockRejectedValueOnce(new Error('The module is gone.'))
      .mockResolvedValueOnce(next);
    const onDone = jest.fn();
    const permissions = new MockPermissionApi(({ permission }) =>
      permission.name === 'terraform.run.create'
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    );
    const page = (status: 'errored' | 'planning') => (
      <TestApiProvider
        apis={[
          [permissionApiRef, permissions],
          [terraformApiRef, terraformApiMock({ act })],
        ]}
      >
        <RunActions run={{ ...run, status }} onDone={onDone} />
      </TestApiProvider>
    );
    await renderInTestApp(page('errored'));

    await user.click(await screen.findByRole('button', { name: 'Re-plan' }));
    await user.type(screen.getByRole('textbox'), 'quota was raised');
    await user.click(screen.getByRole('button', { name: 'Re-plan' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The module is gone.',
    );
    await user.click(screen.getByRole('button', { name: 'Re-plan' }));
    await waitFor(() => expect(onDone).toHaveBeenCalledWith(next, 'retry'));
    expect(act).toHaveBeenCalledWith('failed-run', 'retry', {
      reason: 'quota was raised',
    });

    await renderInTestApp(page('planning'));
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  it('says when force becomes possible, then takes it only with a reason', async () => {
    const user = userEvent.setup();
    const act = jest.fn().mockResolvedValue(sampleRun({ id: 'deaf' }));
    const fromNow = (seconds: number) =>
      new Date(Date.now() + seconds * 1_000).toISOString();
    const run = sampleRun({
      id: 'deaf',
      status: 'applying',
      cancelRequestedAt: fromNow(-60),
      forceCancelFrom: fromNow(90),
    });
    const page = (shown: typeof run) => (
      <TestApiProvider
        apis={[
          [permissionApiRef, new MockPermissionApi()],
          [terraformApiRef, terraformApiMock({ act })],
        ]}
      >
        <RunActions run={shown} />
      </TestApiProvider>
    );
    const { unmount } = await renderInTestApp(page(run));
    expect(
      await screen.findByText(/^Can be ended by force in 1 min (29|30) s$/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button')).toBeNull();
    unmount();

    await renderInTestApp(page({ ...run, forceCancelFrom: fromNow(-1) }));
    const button = () => screen.getByRole('button', { name: 'Force cancel' });
    await screen.findByRole('button', { name: 'Force cancel' });
    await user.click(button());
    expect(
      screen.getByText(/Terraform is killed.*half done.*state may miss/),
    ).toBeInTheDocument();
    await user.click(button());
    expect(screen.getByText(/^A reason is required/)).toBeInTheDocument();
    expect(act).not.toHaveBeenCalled();
    await user.type(screen.getByRole('textbox'), 'the provider hangs');
    await user.click(button());
    await waitFor(() =>
      expect(act).toHaveBeenCalledWith('deaf', 'force-cancel', {
        reason: 'the provider hangs',
      }),
    );
  });

  it('plans an outdated plan again with one click', async () => {
    const user = userEvent.setup();
    const next = sampleRun({ id: 'next' });
    const act = jest
      .fn()
      .mockRejectedValueOnce(new Error('The workspace is gone.'))
      .mockResolvedValueOnce(next);
    const onDone = jest.fn();
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [permissionApiRef, new MockPermissionApi()],
          [terraformApiRef, terraformApiMock({ act })],
        ]}
      >
        <RunActions
          run={sampleRun({
            id: 'stale',
            plan: { ...sampleRun().plan!, outdated: 'the state changed' },
          })}
          onDone={onDone}
        />
      </TestApiProvider>,
    );
    await user.click(await screen.findByRole('button', { name: 'Re-plan' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The workspace is gone.',
    );
    await user.click(screen.getByRole('button', { name: 'Re-plan' }));
    await waitFor(() => expect(onDone).toHaveBeenCalledWith(next, 'retry'));
    expect(act).toHaveBeenCalledWith('stale', 'retry', {});
  });
});
