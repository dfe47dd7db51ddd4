import type { ListRunsQuery } from '@planroom/backstage-plugin-terraform-common';
import { sampleRun } from '@planroom/backstage-plugin-terraform-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { configuredAccount } from '../../__testUtils__/accounts';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import { page } from '../../__testUtils__/samples';

jest.setTimeout(120_000);

describe('RunsPage', () => {
  it('lists runs under the filters of its address and leads to each run', async () => {
    const listRuns = jest.fn(
      async (_query?: ListRunsQuery, _options?: object) =>
        page(sampleRun({ status: 'errored', message: 'bigger instance' })),
    );
    renderPlugin(
      '/terraform/runs?group=failed&environment=production&account=closed',
      { listRuns, listAccounts: async () => [configuredAccount] },
    );
    const link = await screen.findByRole(
      'link',
      { name: /payments-db · run 42/ },
      FIRST,
    );
    expect(link).toHaveAttribute('href', `/terraform/runs/${sampleRun().id}`);
    expect(screen.getByText('bigger instance')).toBeInTheDocument();
    expect(listRuns.mock.calls[0][0]).toMatchObject({
      status: 'errored,force_canceled',
      environment: 'production',
      account: 'closed',
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^closed Account/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'analytics-dev' }),
    );
    await waitFor(() =>
      expect(listRuns).toHaveBeenLastCalledWith(
        expect.objectContaining({
          environment: 'production',
          account: 'analytics-dev',
        }),
        expect.anything(),
      ),
    );
  });

  it('says why it is empty, and what failed', async () => {
    const { unmount } = renderPlugin('/terraform/runs', {});
    expect(await screen.findByText('No runs yet', {}, FIRST)).toBeVisible();
    expect(screen.queryByText('Account')).toBeNull();
    unmount();
    renderPlugin('/terraform/runs', {
      listRuns: async () => {
        throw new Error('The database is away');
      },
    });
    await waitFor(
      () =>
        expect(screen.getByText(/The database is away/)).toBeInTheDocument(),
      FIRST,
    );
  });
});
