import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import {
  ago,
  behind,
  full,
  lock,
  runReference,
  stuck,
} from '../../__testUtils__/operations';
import { page } from '../../__testUtils__/samples';

jest.setTimeout(120_000);

const ADDRESS = '/terraform/operations';

const none = {
  logs: { runs: 0, events: 0 },
  plans: { runs: 0, changes: 0 },
  stateVersions: 0,
};

async function section(name: string) {
  return within(await screen.findByRole('table', { name }, FIRST));
}

describe('OperationsPage', () => {
  it('teaches where there is nothing, and says what could not be read', async () => {
    renderPlugin(ADDRESS, {
      listLocks: async () => {
        throw new Error('The database is away.');
      },
    });
    expect(
      await screen.findByText('Nothing waits', {}, FIRST),
    ).toBeInTheDocument();
    expect(screen.getByText('Nothing runs')).toBeInTheDocument();
    expect(
      screen.getByText('No executor has reported yet'),
    ).toBeInTheDocument();
    expect(screen.getByText('No replica has reported yet')).toBeInTheDocument();
    expect(
      screen.getByText('No environment is configured'),
    ).toBeInTheDocument();
    expect(screen.getByText('Nothing is checked')).toBeInTheDocument();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away.',
    );
  });

  it('shows what waits and why, discards it, and reads more on demand', async () => {
    const listQueue = jest.fn<
      ReturnType<TerraformApi['listQueue']>,
      Parameters<TerraformApi['listQueue']>
    >(async query =>
      query?.cursor
        ? page(behind)
        : { items: [full], nextCursor: 'after-the-first' },
    );
    const act = jest.fn().mockRejectedValue(new Error('It has just started.'));
    renderPlugin(ADDRESS, { listQueue, act });

    const queue = await section('Queue');
    const first = queue.getAllByRole('row')[1];
    expect(first).toHaveTextContent(/^1payments-db · run 7/);
    expect(first).toHaveTextContent('Apply, goes first');
    expect(first).toHaveTextContent('All 2 places are taken');
    expect(first).toHaveTextContent('5 min ago');
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(
      await queue.findByRole('link', {
        name: 'Open the run that is in the way',
      }),
    ).toHaveAttribute('href', '/terraform/runs/run-41');
    expect(
      queue.getByRole('link', { name: 'payments-db · run 42' }),
    ).toHaveAttribute('href', '/terraform/runs/run-42');

    await userEvent.click(
      within(first).getByRole('button', { name: 'Discard' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'not needed any more');
    await userEvent.click(dialog.getByRole('button', { name: 'Discard' }));
    expect(await dialog.findByText('It has just started.')).toBeInTheDocument();
    expect(act).toHaveBeenCalledWith('run-7', 'discard', {
      reason: 'not needed any more',
    });
  });

  it('shows what runs and what is stuck, with the places there are', async () => {
    const act = jest.fn().mockResolvedValue({});
    renderPlugin(ADDRESS, {
      act,
      getHealth: async () => ({
        status: 'degraded',
        checks: {
          database: { status: 'ok' },
          'executor.local': { status: 'degraded', message: 'Shared host.' },
        },
      }),
      getLeases: async () => ({
        phases: [
          stuck,
          {
            ...stuck,
            run: runReference({ id: 'run-8', number: 8, status: 'planning' }),
            phase: 'plan',
            replicaId: undefined,
            replicaHost: undefined,
            cancelRequestedAt: undefined,
            forceCancelFrom: undefined,
            stuck: undefined,
          },
        ],
        replicas: [
          {
            id: 'a',
            host: 'portal-a',
            pid: 17,
            startedAt: ago(9_000),
            beatAt: ago(2),
            alive: true,
            answering: true,
            phases: 1,
          },
          {
            id: 'b',
            host: 'portal-b',
            pid: 18,
            startedAt: ago(9_000),
            beatAt: ago(400),
            alive: false,
            answering: false,
            phases: 0,
          },
        ],
      }),
      listExecutors: async () => [
        {
          name: 'local',
          host: 'portal-a',
          replicaId: 'a',
          capacity: 2,
          inUse: 1,
          lastHeartbeatAt: ago(2),
          alive: true,
          environments: ['dev', 'production'],
          health: { status: 'degraded', message: 'Shared host.' },
        },
      ],
    });

    const [, worst, best] = (await section('Health checks')).getAllByRole(
      'row',
    );
    expect(worst).toHaveTextContent('! DegradedExecutor localShared host.');
    expect(best).toHaveTextContent('✓ GoodDatabaseWorks.');

    const [, deaf, quiet] = (await section('Running phases')).getAllByRole(
      'row',
    );
    expect(deaf).toHaveTextContent(/wait, or end it by force/);
    expect(deaf).toHaveTextContent(/portal-a.*Asked to stop 5 min ago/);
    expect(quiet).toHaveTextContent(/Plan.*nobody right now.*At work/);
    expect(
      within(quiet).getByRole('button', { name: 'Cancel' }),
    ).toBeInTheDocument();
    await userEvent.click(
      within(deaf).getByRole('button', { name: 'Force cancel' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'the provider hangs');
    await userEvent.click(dialog.getByRole('button', { name: 'Force cancel' }));
    await waitFor(() =>
      expect(act).toHaveBeenCalledWith('run-9', 'force-cancel', {
        reason: 'the provider hangs',
      }),
    );

    const [, alive, silent] = (await section('Replicas')).getAllByRole('row');
    expect(alive).toHaveTextContent(/portal-aprocess 17 · this one✓ Alive/);
    expect(silent).toHaveTextContent(/portal-bprocess 18✗ Silent.*6 min ago/);
    const [, executor] = (await section('Executors')).getAllByRole('row');
    expect(executor).toHaveTextContent(
      /localon portal-a1 of 2.*Shared host\.dev, production$/,
    );
  });

  it('releases a lock only with a reason, and shows the refusal in place', async () => {
    const releaseLock = jest
      .fn()
      .mockRejectedValueOnce(new Error('Another lock is held by now.'))
      .mockResolvedValueOnce(undefined);
    const listLocks = jest.fn(async () => [lock]);
    renderPlugin(ADDRESS, { listLocks, releaseLock });

    const [, row] = (await section('Locks')).getAllByRole('row');
    expect(row).toHaveTextContent(/planroom@portal-afor apply/);
    expect(row).toHaveTextContent(/Run 9Canceled by force2 h ago/);
    expect(row).toHaveTextContent(/Abandoned.*its process is gone/);
    await userEvent.click(
      await within(row).findByRole('button', { name: 'Release lock' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(lock.lockId)).toBeInTheDocument();
    expect(dialog.getByText(lock.evidence)).toBeInTheDocument();
    const submit = dialog.getByRole('button', { name: 'Release lock' });
    expect(submit).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Reason/), '  host is gone ');
    await userEvent.click(submit);
    expect(
      await dialog.findByText('Another lock is held by now.'),
    ).toBeInTheDocument();

    listLocks.mockResolvedValue([]);
    await userEvent.click(submit);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(releaseLock).toHaveBeenCalledWith('ws-1', {
      lockId: lock.lockId,
      reason: 'host is gone',
    });
    expect(await screen.findByText('No state is locked')).toBeInTheDocument();
  });

  it('shows what retention keeps, would remove and removes', async () => {
    const runRetention = jest.fn<
      ReturnType<TerraformApi['runRetention']>,
      Parameters<TerraformApi['runRetention']>
    >(async ({ dryRun }) => ({
      at: ago(0),
      dryRun,
      counts: { ...none, stateVersions: 2, other: 0 },
      environments: { production: { ...none, stateVersions: 2 } },
    }));
    renderPlugin(ADDRESS, {
      runRetention,
      getRetention: async () => ({
        policies: [
          {
            environment: 'production',
            logs: 'P1Y',
            plans: 'P90D',
            stateVersions: 'never',
          },
        ],
        last: {
          at: ago(3_600),
          dryRun: false,
          counts: { ...none, logs: { runs: 3, events: 9 }, other: 0 },
          environments: {},
        },
      }),
    });
    const [, policy] = (await section('Retention by environment')).getAllByRole(
      'row',
    );
    expect(policy).toHaveTextContent('production1 year90 daysfor ever');
    expect(screen.getByText(/Last round/, { selector: 'p' })).toHaveTextContent(
      'Last round 1 h ago, by itself: removed logs of 3 runs (9 entries).',
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Show what would be removed' }),
    );
    expect(
      await screen.findByText('Would be removed: 2 state versions.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('production: 2 state versions'),
    ).toBeInTheDocument();
    expect(runRetention).toHaveBeenLastCalledWith({ dryRun: true });

    runRetention.mockRejectedValueOnce(new Error('A round runs already.'));
    await userEvent.click(screen.getByRole('button', { name: 'Remove now' }));
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Remove for good' });
    await userEvent.click(confirm);
    expect(
      await dialog.findByText('A round runs already.'),
    ).toBeInTheDocument();
    await userEvent.click(confirm);
    expect(
      await screen.findByText('Removed: 2 state versions.'),
    ).toBeInTheDocument();
    expect(runRetention).toHaveBeenLastCalledWith({ dryRun: false });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
