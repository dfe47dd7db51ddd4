import { NotFoundError } from '@backstage/errors';
import {
  samplePlan,
  sampleRun,
} from '@planroom/backstage-plugin-terraform-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';

jest.setTimeout(120_000);

const address = `/terraform/runs/${sampleRun().id}`;
const getPlan = async () => samplePlan();

describe('RunPage', () => {
  it('shows a planned run with its decision on top, and its rule and ids in tabs', async () => {
    renderPlugin(address, { getRun: async () => sampleRun(), getPlan });
    expect(
      await screen.findByText('payments-db · production · run 42', {}, FIRST),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/bigger instance for black friday/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /approve/i }),
    ).toBeEnabled();
    const tabs = within(
      screen.getByRole('tablist', { name: 'About this run' }),
    );
    await userEvent.click(tabs.getByRole('tab', { name: 'Approvals' }));
    expect(
      await screen.findByText(/One person must approve/),
    ).toBeInTheDocument();
    await userEvent.click(tabs.getByRole('tab', { name: 'Details' }));
    expect(await screen.findByText('Plan digest')).toBeInTheDocument();
    expect(await screen.findByText('1.11.4')).toBeInTheDocument();
  });

  it('shows the diagnostics of a failed run before anything else, then what can be done', async () => {
    renderPlugin(address, {
      getRun: async () =>
        sampleRun({
          status: 'errored',
          plan: undefined,
          error: {
            message: 'Terraform could not plan',
            diagnostics: [
              {
                severity: 'error',
                summary: 'Invalid value for variable',
                filename: 'variables.tf',
                line: 12,
              },
            ],
          },
        }),
    });
    expect(
      await screen.findByText('The plan failed', {}, FIRST),
    ).toBeInTheDocument();
    expect(screen.getByText(/Invalid value for variable/)).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /re-plan/i }),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Log' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('ends with what exists now', async () => {
    renderPlugin(address, {
      getPlan,
      getRun: async () =>
        sampleRun({
          status: 'applied',
          outputs: [
            {
              name: 'endpoint',
              sensitive: false,
              value: 'https://payments.example',
            },
          ],
        }),
    });
    expect(
      await screen.findByText('What exists now', {}, FIRST),
    ).toBeInTheDocument();
    expect(screen.getByText(/https:\/\/payments.example/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^approve/i })).toBeNull();
  });

  it('does not tell a hidden run from a missing one', async () => {
    renderPlugin(address, {
      getRun: async () => {
        throw new NotFoundError('No run');
      },
    });
    expect(
      await screen.findByText('This run cannot be shown', {}, FIRST),
    ).toBeInTheDocument();
  });
});
