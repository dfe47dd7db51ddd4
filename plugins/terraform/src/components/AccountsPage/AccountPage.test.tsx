import type {
  Account,
  TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import { sampleRun } from '@planroom/backstage-plugin-terraform-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  accountTest,
  configuredAccount,
  sampleAccount,
} from '../../__testUtils__/accounts';
import { ago } from '../../__testUtils__/operations';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import { page, sampleWorkspace } from '../../__testUtils__/samples';

jest.setTimeout(120_000);

const SECRET = 'correct-horse-battery';

function renderAccount(account: Account, api: Partial<TerraformApi> = {}) {
  return renderPlugin(`/terraform/accounts/${account.name}`, {
    getAccount: async () => account,
    listWorkspaces: async query =>
      query?.account === account.name
        ? page(sampleWorkspace({ account: account.name }))
        : page(sampleWorkspace({ name: 'elsewhere' })),
    ...api,
  });
}

describe('AccountPage', () => {
  it('shows roles, trust policy and workspaces, and tests the connection check by check', async () => {
    const testAccount = jest
      .fn()
      .mockRejectedValueOnce(new Error('A test runs already.'))
      .mockResolvedValueOnce({
        at: ago(0),
        status: 'ok',
        checks: [{ name: 'Enter the apply role', status: 'ok' }],
      });
    renderAccount(sampleAccount(), { testAccount });
    expect(
      await screen.findByRole('heading', { name: 'Payments' }, FIRST),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Edit' })).toBeEnabled();
    expect(
      await screen.findByText('arn:aws:iam::111122223333:role/planroom-apply'),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('trust policy')).toHaveTextContent(
      '"sts:ExternalId": "b1946ac92492d2347c6235b4d2611184"',
    );
    expect(
      await screen.findByRole('link', { name: 'payments-db' }),
    ).toHaveAttribute('href', '/terraform/workspaces/ws-1');
    expect(screen.queryByText('elsewhere')).toBeNull();
    expect(
      screen.getByText('One more workspace uses it that you may not see.'),
    ).toBeInTheDocument();

    const checks = async () =>
      within(
        await screen.findByRole('table', { name: 'Checks of the account' }),
      )
        .getAllByRole('row')
        .slice(1)
        .map(row => row.textContent);
    expect(await checks()).toEqual([
      '✓ GoodEnter the plan roleWorks.',
      `! DegradedExternal id${accountTest.checks[1].message}`,
      `? UnknownPermissions${accountTest.checks[2].message}`,
    ]);
    const test = screen.getByRole('button', { name: 'Test connection' });
    await userEvent.click(test);
    expect(await screen.findByText('A test runs already.')).toBeInTheDocument();
    await userEvent.click(test);
    await waitFor(async () =>
      expect(await checks()).toEqual(['✓ GoodEnter the apply roleWorks.']),
    );
    expect(testAccount).toHaveBeenLastCalledWith('payments-production');
  });

  it('changes what may be changed, and nothing else', async () => {
    const account = sampleAccount({ name: 'payments-staging' });
    const updateAccount = jest.fn(async () => account);
    renderAccount(account, { updateAccount });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Edit' }, FIRST),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByLabelText(/Account id/)).toBeNull();
    await userEvent.clear(dialog.getByLabelText(/Regions/));
    await userEvent.type(
      dialog.getByLabelText(/Regions/),
      'eu-west-1, eu-west-2',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(updateAccount).toHaveBeenCalledWith('payments-staging', {
        title: 'Payments',
        environments: ['production'],
        regions: ['eu-west-1', 'eu-west-2'],
        owner: 'group:default/platform',
        planRoleArn: 'arn:aws:iam::111122223333:role/planroom-plan',
        applyRoleArn: 'arn:aws:iam::111122223333:role/planroom-apply',
        externalId: 'b1946ac92492d2347c6235b4d2611184',
        permissionsBoundaryArn: undefined,
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('seals a credential, keeps none of its values and never shows them', async () => {
    const setAccountCredential = jest
      .fn()
      .mockRejectedValueOnce(new Error('The tenant does not exist.'))
      .mockResolvedValueOnce(undefined);
    let account = sampleAccount({ name: 'subscription', cloud: 'azure' });
    renderAccount(account, {
      getAccount: async () => account,
      setAccountCredential,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Set credential' }, FIRST),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const submit = dialog.getByRole('button', { name: 'Seal credential' });
    const secretInput = { selector: 'input[type=password]' };
    expect(dialog.queryByLabelText(/Client secret/, secretInput)).toBeNull();
    await userEvent.click(dialog.getByRole('radio', { name: 'Client secret' }));
    const fill = async () => {
      await userEvent.type(dialog.getByLabelText(/Tenant id/), 'tenant');
      await userEvent.type(dialog.getByLabelText(/Client id/), 'client');
      expect(submit).toBeDisabled();
      const secret = dialog.getByLabelText(/Client secret/, secretInput);
      await userEvent.type(secret, SECRET);
      await userEvent.click(submit);
      return secret;
    };
    const secret = await fill();
    expect(
      await dialog.findByText('The tenant does not exist.'),
    ).toBeInTheDocument();
    expect(secret).toHaveValue('');
    expect(dialog.getByLabelText(/Tenant id/)).toHaveValue('');
    expect(submit).toBeDisabled();

    account = {
      ...account,
      credential: {
        kind: 'azure-client-secret',
        setBy: 'user:default/platform',
        setAt: ago(60),
      },
    };
    await fill();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(setAccountCredential).toHaveBeenLastCalledWith('subscription', {
      kind: 'azure-client-secret',
      values: { tenantId: 'tenant', clientId: 'client', clientSecret: SECRET },
    });
    expect(
      await screen.findByRole('button', { name: 'Replace credential' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/It is sealed: nobody can read it/)).toBeVisible();
    expect(document.body.innerHTML).not.toContain(SECRET);
  });

  it('removes a credential only when asked twice', async () => {
    const removeAccountCredential = jest.fn(async () => {});
    renderAccount(
      sampleAccount({
        name: 'with-a-key',
        credential: {
          kind: 'aws-access-key',
          setBy: 'user:default/platform',
          setAt: ago(7_200),
          lastUsedAt: ago(600),
        },
      }),
      { removeAccountCredential },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Remove credential' }, FIRST),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(removeAccountCredential).not.toHaveBeenCalled();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Remove credential' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(removeAccountCredential).toHaveBeenCalledWith('with-a-key');
  });

  it('is removed with a reason, by somebody who reads what is discarded', async () => {
    const deleteAccount = jest
      .fn()
      .mockRejectedValueOnce(new Error('Run 9 of payments-db is applying.'))
      .mockResolvedValueOnce(undefined);
    renderAccount(sampleAccount({ name: 'to-be-closed', workspaces: 1 }), {
      deleteAccount,
      listRuns: async query =>
        query?.account === 'to-be-closed'
          ? { ...page(sampleRun()), nextCursor: 'more' }
          : page(sampleRun({ id: 'other', number: 7 })),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Remove' }, FIRST),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText('Discarded with it: one run, and more'),
    ).toBeInTheDocument();
    expect(
      dialog.getByRole('link', { name: 'payments-db · run 42' }),
    ).toBeInTheDocument();
    expect(dialog.queryByText(/run 7/)).toBeNull();
    const submit = dialog.getByRole('button', { name: 'Remove account' });
    expect(submit).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Reason/), ' moved away ');
    await userEvent.click(submit);
    expect(
      await dialog.findByText('Run 9 of payments-db is applying.'),
    ).toBeInTheDocument();
    await userEvent.click(submit);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(deleteAccount).toHaveBeenCalledWith('to-be-closed', {
      reason: 'moved away',
    });
    expect(await screen.findByText('No accounts yet')).toBeInTheDocument();
  });

  it('leaves to the configuration what stands there, but for the credential', async () => {
    renderAccount(configuredAccount, { listWorkspaces: async () => page() });
    expect(
      await screen.findByText('from the configuration', {}, FIRST),
    ).toBeInTheDocument();
    const edit = await screen.findByRole('button', { name: 'Edit' });
    expect(edit).toBeDisabled();
    expect(edit).toHaveAccessibleDescription(
      /stands in the configuration: change or remove it there/,
    );
    expect(screen.getByRole('button', { name: 'Remove' })).toBeDisabled();
    expect(
      screen.getByRole('button', { name: 'Set credential' }),
    ).toBeEnabled();
    expect(screen.queryByLabelText('trust policy')).toBeNull();
    expect(
      await screen.findByText('No workspace uses this account yet'),
    ).toBeInTheDocument();
  });
});
