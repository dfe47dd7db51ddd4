import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { configuredAccount, sampleAccount } from '../../__testUtils__/accounts';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';

jest.setTimeout(120_000);

const WRONG_ID = 'Must be the id of an AWS account: 12 digits.';
const ADDRESS = '/terraform/accounts';

const platform = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'platform', namespace: 'default' },
  spec: { type: 'team', children: [] },
};

async function names() {
  const table = await screen.findByRole('table', { name: 'Accounts' }, FIRST);
  const [, ...rows] = within(table).getAllByRole('row');
  return rows.map(row => within(row).getAllByRole('link')[0].textContent);
}

async function choose(label: string, option: string) {
  await userEvent.click(
    screen.getByRole('button', { name: new RegExp(label) }),
  );
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('AccountsPage', () => {
  it('shows which accounts there are, who may use them and whether we get in', async () => {
    renderPlugin(ADDRESS, {
      listAccounts: async () => [sampleAccount(), configuredAccount],
    });
    expect(await names()).toEqual(['payments-production', 'analytics-dev']);
    const [head, first, second] = screen.getAllByRole('row');
    expect(within(head).getByText('Access')).toBeInTheDocument();
    expect(first).toHaveTextContent(
      'payments-productionPaymentsAWS111122223333productioneu-west-1platform2Roles for plan and apply! Degraded 2 h agoRun 41 1 h ago',
    );
    expect(second).toHaveTextContent(
      'analytics-devfrom the configurationGoogle Cloudanalytic…deveverywhereplatform0nonenot tested yetnone yet',
    );
    expect(
      within(first).getByRole('link', { name: 'payments-production' }),
    ).toHaveAttribute('href', '/terraform/accounts/payments-production');

    await choose('Cloud', 'Google Cloud');
    expect(await names()).toEqual(['analytics-dev']);
    await choose('Environment', 'production');
    expect(await screen.findByText('No account matches')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show all accounts' }),
    );
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search accounts' }),
      '2222',
    );
    expect(await names()).toEqual(['payments-production']);
  });

  it('teaches what an account is where there is none', async () => {
    renderPlugin(ADDRESS, {});
    expect(
      await screen.findByText('No accounts yet', {}, FIRST),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /Read more about accounts/ }),
    ).toHaveAttribute('href', expect.stringContaining('configuration.md'));
    const policy = JSON.parse(
      screen.getByLabelText('trust policy').textContent ?? '',
    );
    expect(policy.Statement[1].Action).toEqual([
      'sts:SetSourceIdentity',
      'sts:TagSession',
    ]);
    expect(
      await screen.findByRole('button', { name: 'Add account' }),
    ).toBeInTheDocument();
  });

  it('says why the list could not be read', async () => {
    renderPlugin(ADDRESS, {
      listAccounts: async () => {
        throw new Error('The database is away.');
      },
    });
    expect(await screen.findByRole('alert', {}, FIRST)).toHaveTextContent(
      'The database is away.',
    );
  });

  it('adds an account: cloud first, problems at their fields, an external id and its trust policy', async () => {
    const createAccount = jest
      .fn<
        ReturnType<TerraformApi['createAccount']>,
        Parameters<TerraformApi['createAccount']>
      >()
      .mockRejectedValueOnce(new Error('The name payments-dev is taken.'))
      .mockResolvedValueOnce(sampleAccount({ name: 'payments-live' }));
    renderPlugin(
      ADDRESS,
      {
        createAccount,
        getAccount: async name => sampleAccount({ name }),
      },
      { entities: [platform] },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add account' }, FIRST),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const submit = dialog.getByRole('button', { name: 'Add account' });
    expect(submit).toBeDisabled();
    expect(dialog.queryByLabelText(/Name/)).toBeNull();

    await userEvent.click(dialog.getByRole('radio', { name: 'Google Cloud' }));
    expect(dialog.getByLabelText(/Project id/)).toBeInTheDocument();
    expect(dialog.queryByLabelText(/Role for plans/)).toBeNull();
    await userEvent.click(dialog.getByRole('radio', { name: 'AWS' }));

    expect(dialog.queryByText('This is needed.')).toBeNull();
    await userEvent.click(submit);
    expect(await dialog.findAllByText('This is needed.')).toHaveLength(4);
    expect(createAccount).not.toHaveBeenCalled();

    await userEvent.type(dialog.getByLabelText(/Name/), 'payments-dev');
    await userEvent.type(dialog.getByLabelText(/Account id/), '4444');
    expect(await dialog.findByText(WRONG_ID)).toBeInTheDocument();
    await userEvent.type(dialog.getByLabelText(/Account id/), '55556666');
    expect(dialog.queryByText(WRONG_ID)).toBeNull();
    await userEvent.click(
      await dialog.findByRole('checkbox', { name: 'production' }),
    );
    await userEvent.click(dialog.getByLabelText(/Role for plans/));
    await userEvent.paste('arn:aws:iam::111122223333:role/planroom-plan');
    expect(
      await dialog.findByText(/^Belongs to another account than 444455556666/),
    ).toBeInTheDocument();
    await userEvent.clear(dialog.getByLabelText(/Role for plans/));
    await userEvent.click(dialog.getByRole('button', { name: /Owner/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'platform' }),
    );

    const suggested = dialog.getByLabelText<HTMLInputElement>(/External id/);
    expect(suggested.value).toMatch(/^[0-9a-f]{32}$/);
    expect(dialog.getByLabelText('trust policy')).toHaveTextContent(
      `"sts:ExternalId": "${suggested.value}"`,
    );

    await userEvent.click(submit);
    expect(
      await dialog.findByText('The name payments-dev is taken.'),
    ).toBeInTheDocument();
    await userEvent.click(submit);
    const [first, again] = createAccount.mock.calls;
    expect(first).toEqual([
      {
        name: 'payments-dev',
        cloud: 'aws',
        accountId: '444455556666',
        environments: ['production'],
        regions: [],
        owner: 'group:default/platform',
        externalId: suggested.value,
      },
      { idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
    expect(again).toEqual(first);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(
      await screen.findByRole('button', { name: 'Test connection' }),
    ).toBeInTheDocument();
  });
});
