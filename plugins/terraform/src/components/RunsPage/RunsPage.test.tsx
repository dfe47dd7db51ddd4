import type { ListRunsQuery } from '@planroom/backstage-plugin-terraform-common';
import { sampleRun } from '@planroom/backstage-plugin-terraform-react';
import { screen, waitFor } from '@testing-library/react';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import { page } from '../../__testUtils__/samples';

jest.setTimeout(120_000);

describe('RunsPage', () => {
  it('lists runs under the filters of its address and leads to each run', async () => {
    const listRuns = jest.fn(async (_query?: ListRunsQuery) =>
      page(sampleRun({ status: 'errored', message: 'bigger instance' })),
    );
    renderPlugin('/terraform/runs?group=failed&environment=production', {
      listRuns,
    });
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
    });
  });

  it('says why it is empty, and what failed', async () => {
    const { unmount } = renderPlugin('/terraform/runs', {});
    expect(await screen.findByText('No runs yet', {}, FIRST)).toBeVisible();
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
