import type { ListRunsQuery } from '@planroom/backstage-plugin-terraform-common';
import { sampleRun } from '@planroom/backstage-plugin-terraform-react';
import { screen } from '@testing-library/react';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import {
  page,
  sampleModule,
  sampleWorkspace,
} from '../../__testUtils__/samples';

jest.setTimeout(120_000);

describe('OverviewPage', () => {
  it('is the first tab and teaches while nothing is deployed', async () => {
    renderPlugin('/terraform', {});
    expect(
      await screen.findByText('Nothing is deployed yet', {}, FIRST),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Approvals' })).toBeInTheDocument();
  });

  it('counts what needs attention and shows my failed run', async () => {
    const failed = sampleRun({
      id: 'failed',
      status: 'errored',
      statusAt: new Date().toISOString(),
    });
    renderPlugin('/terraform/overview', {
      listWorkspaces: async () => page(sampleWorkspace()),
      listRuns: async (query?: ListRunsQuery) =>
        query?.waitingForMyApproval || query?.status?.includes('applying')
          ? page()
          : page(failed),
    });
    expect(
      await screen.findByText('Failed, and yours to plan again', {}, FIRST),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Failed runs: 1' }),
    ).toHaveAttribute('href', '/terraform/runs?group=failed');
  });
});

describe('ModulesPage', () => {
  it('offers what has a template, and shows a module with its inputs', async () => {
    renderPlugin('/terraform/modules', {
      listModules: async () => [sampleModule()],
    });
    expect(
      await screen.findByRole('link', { name: 'Sandbox service' }, FIRST),
    ).toHaveAttribute('href', '/terraform/modules/sandbox');
    expect(screen.getByText('5 inputs, 1 output')).toBeInTheDocument();
  });
});
