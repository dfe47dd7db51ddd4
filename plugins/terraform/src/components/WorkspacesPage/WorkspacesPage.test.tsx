import type { ListWorkspacesQuery } from '@planroom/backstage-plugin-terraform-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { configuredAccount } from '../../__testUtils__/accounts';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import { page, sampleWorkspace } from '../../__testUtils__/samples';

jest.setTimeout(120_000);

const ADDRESS = '/terraform/workspaces';

describe('WorkspacesPage', () => {
  it('narrows by account and search, and says what was not found', async () => {
    renderPlugin(ADDRESS, {
      listAccounts: async () => [configuredAccount],
      listWorkspaces: async ({ account, search }: ListWorkspacesQuery = {}) =>
        account || search ? page() : page(sampleWorkspace()),
    });
    expect(
      await screen.findByRole('link', { name: 'payments-db' }, FIRST),
    ).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', { name: /Account/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'analytics-dev' }),
    );
    expect(
      await screen.findByText('You may see no workspace in analytics-dev'),
    ).toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox'), 'shop');
    expect(
      await screen.findByText('Nothing in analytics-dev matches "shop"'),
    ).toBeInTheDocument();
  });

  it('offers no account where none is known', async () => {
    renderPlugin(ADDRESS, {});
    expect(
      await screen.findByText('No workspaces yet', {}, FIRST),
    ).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText('Account')).toBeNull());
  });
});
