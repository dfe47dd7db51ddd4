import { NotFoundError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import { sampleAccount } from '../../__testUtils__/accounts';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';

jest.setTimeout(120_000);

const readOnly = {
  allow: (name: string) => name === 'terraform.account.read',
};

/** As the backend answers who may not manage accounts. */
const known = sampleAccount({
  planRoleArn: undefined,
  applyRoleArn: undefined,
  externalId: undefined,
  lastTest: undefined,
  lastSuccessfulRun: undefined,
});

// Decisions on permissions are cached by name: each identity has its own file.
describe('accounts for somebody who may only look', () => {
  it('lists them without what is not told', async () => {
    renderPlugin(
      '/terraform/accounts',
      { listAccounts: async () => [known] },
      readOnly,
    );
    expect(
      await screen.findByRole('link', { name: known.name }, FIRST),
    ).toBeInTheDocument();
    expect(screen.queryByText('Access')).toBeNull();
    expect(screen.queryByText('Last test')).toBeNull();
    expect(screen.queryByText('Last successful run')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Add account' })).toBeNull();
  });

  it('shows one, and offers nothing', async () => {
    renderPlugin(
      `/terraform/accounts/${known.name}`,
      { getAccount: async () => known },
      readOnly,
    );
    expect(
      await screen.findByText(/shown to those who manage accounts/, {}, FIRST),
    ).toBeInTheDocument();
    expect(screen.getByText('eu-west-1')).toBeInTheDocument();
    expect(screen.queryByText('Last successful run')).toBeNull();
    for (const name of ['Edit', 'Remove', 'Set credential', 'Test connection'])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });

  it('says where one is hidden or gone', async () => {
    renderPlugin(
      '/terraform/accounts/gone',
      {
        getAccount: async () => {
          throw new NotFoundError('There is no account gone');
        },
      },
      readOnly,
    );
    expect(
      await screen.findByText('This account cannot be shown', {}, FIRST),
    ).toBeInTheDocument();
  });
});
