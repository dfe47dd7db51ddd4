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

describe('actionsFor', () => {
  it('offers what a status allows', () => {
    expect(
      Object.fromEntries(
        RUN_STATUSES.map(status => [status, actionsFor({ status }).join()]),
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
    expect(
      actionsFor({ status: 'applying', cancelRequestedAt: '2026-01-10' }),
    ).toEqual([]);
  });
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
});
