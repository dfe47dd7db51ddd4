import { sampleRun } from '@planroom/backstage-plugin-terraform-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import {
  page,
  sampleModule,
  sampleWorkspace,
} from '../../__testUtils__/samples';

jest.setTimeout(120_000);

const TOKEN = 'correct-horse-battery';

describe('WorkspaceView', () => {
  it('shows what is deployed and requests runs: changed variables only, secrets sealed', async () => {
    const createRun = jest.fn(async () => sampleRun({ id: 'new-run' }));
    const createSecret = jest.fn(async () => ({ ref: 'sealed-1' }));
    renderPlugin('/terraform/workspaces/ws-a', {
      getWorkspace: async () =>
        sampleWorkspace({ id: 'ws-a', account: 'payments-production' }),
      getModule: async () => sampleModule(),
      getRun: async () => sampleRun({ id: 'new-run', number: 43 }),
      listRuns: async () => page(sampleRun()),
      getStateOutputs: async () => [
        { name: 'endpoint', sensitive: false, value: 'https://db.example' },
      ],
      listStateResources: async () =>
        page({
          address: 'terraform_data.database',
          type: 'terraform_data',
          name: 'database',
          module: '',
          mode: 'managed' as const,
          provider: 'terraform.io/builtin/terraform',
        }),
      createRun,
      createSecret,
    });
    expect(
      await screen.findByText('payments-db · production', {}, FIRST),
    ).toBeInTheDocument();
    expect(await screen.findByText(/https:\/\/db.example/)).toBeInTheDocument();
    expect(
      await screen.findByText('terraform_data.database'),
    ).toBeInTheDocument();
    expect(await screen.findByText('sensitive')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'payments-production' }),
    ).toHaveAttribute('href', '/terraform/accounts/payments-production');
    expect(
      screen.getByRole('link', { name: 'Open in the catalog' }),
    ).toHaveAttribute('href', '/catalog/default/resource/payments-db');

    await userEvent.click(
      await screen.findByRole('button', { name: 'Change variables' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const submit = () => dialog.getByRole('button', { name: /^Plan with/ });
    const size = await dialog.findByLabelText(/size/);
    expect(size).toHaveValue('medium');
    expect(submit()).toBeDisabled();

    const components = dialog.getByLabelText(/components/);
    await userEvent.clear(components);
    await userEvent.type(components, '{{');
    expect(await dialog.findByText(/not valid JSON/)).toBeInTheDocument();
    expect(submit()).toBeDisabled();
    await userEvent.clear(components);
    await userEvent.type(components, '{{}');

    await userEvent.clear(dialog.getByLabelText(/replicas/));
    await userEvent.type(dialog.getByLabelText(/replicas/), '3');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Replace api_token' }),
    );
    await userEvent.type(dialog.getByLabelText(/api_token/), TOKEN);
    await userEvent.tab();
    expect(await dialog.findByText('Sealed')).toBeInTheDocument();
    expect(createSecret).toHaveBeenCalledWith(TOKEN);

    await userEvent.click(
      await dialog.findByRole('button', { name: 'Plan with 2 changes' }),
    );
    await waitFor(() =>
      expect(createRun).toHaveBeenCalledWith(
        'ws-a',
        {
          kind: 'plan_and_apply',
          message: undefined,
          variables: { replicas: 3, api_token: { $secretRef: 'sealed-1' } },
        },
        { idempotencyKey: expect.any(String) },
      ),
    );
    expect(
      await screen.findByText('payments-db · production · run 43', {}, FIRST),
    ).toBeInTheDocument();
    expect(document.body.innerHTML).not.toContain(TOKEN);
  });

  it('destroys only for somebody who writes the name', async () => {
    const createRun = jest.fn(async () => {
      throw new Error('Another destroy run is active');
    });
    renderPlugin('/terraform/workspaces/ws-b', {
      getWorkspace: async () => sampleWorkspace({ id: 'ws-b' }),
      createRun,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Destroy' }, FIRST),
    );
    const submit = screen.getByRole('button', {
      name: 'Plan the destruction',
    });
    expect(submit).toBeDisabled();
    await userEvent.type(
      screen.getByLabelText('Type payments-db to confirm'),
      'payments-db',
    );
    await userEvent.click(submit);
    expect(
      await screen.findByText('Another destroy run is active'),
    ).toBeInTheDocument();
  });

  it('shows no buttons to who may not request a run', async () => {
    renderPlugin(
      '/terraform/workspaces/ws-c',
      { getWorkspace: async () => sampleWorkspace({ id: 'ws-c' }) },
      { allow: false },
    );
    expect(
      await screen.findByText('payments-db · production', {}, FIRST),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'New run' })).toBeNull();
  });
});
