import type {
  ListRunsQuery,
  Run,
} from '@planroom/backstage-plugin-terraform-common';
import { sampleRun } from '@planroom/backstage-plugin-terraform-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import { page } from '../../__testUtils__/samples';

jest.setTimeout(120_000);

const counts = (overrides: Partial<NonNullable<Run['plan']>>) => ({
  ...sampleRun().plan!,
  add: 0,
  change: 0,
  destroy: 0,
  replace: 0,
  ...overrides,
});

const creates = sampleRun({
  id: 'creates',
  workspaceName: 'new-shop',
  plan: counts({ add: 9 }),
});
const destroys = sampleRun({
  id: 'destroys',
  workspaceName: 'old-shop',
  plan: counts({ destroy: 1 }),
});

function runsFor(mine: Run[], all: Run[]) {
  return async (query?: ListRunsQuery) =>
    page(...(query?.waitingForMyApproval === 'true' ? mine : all));
}

describe('ApprovalsPage', () => {
  it('says that nothing waits, and how many wait for others', async () => {
    renderPlugin('/terraform/approvals', {
      listRuns: runsFor([], [creates, destroys, sampleRun()]),
    });
    expect(
      await screen.findByText(
        'Nothing waits for you. 3 runs wait for others.',
        {},
        FIRST,
      ),
    ).toBeInTheDocument();
  });

  it('shows the most risky run first and is worked through by keys', async () => {
    const getRun = jest.fn(async () => creates);
    renderPlugin('/terraform/approvals', {
      listRuns: runsFor([creates, destroys], [creates, destroys]),
      getRun,
    });
    const table = await screen.findByRole(
      'table',
      { name: 'Runs that wait for you' },
      FIRST,
    );
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(/Destroys.*old-shop/);
    expect(first).toHaveTextContent('0 of 1');
    expect(second).toHaveTextContent(/Creates.*new-shop/);
    expect(
      within(second).getByRole('link', { name: 'Review' }),
    ).toHaveAttribute('href', '/terraform/runs/creates');
    expect(first).toHaveAttribute('aria-current', 'true');

    await userEvent.keyboard('j');
    expect(second).toHaveAttribute('aria-current', 'true');
    await userEvent.keyboard('k');
    expect(first).toHaveAttribute('aria-current', 'true');
    await userEvent.keyboard('j{Enter}');
    expect(
      await screen.findByText('new-shop · production · run 42', {}, FIRST),
    ).toBeInTheDocument();
  });
});
