import type {
  SealingStatus,
  TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
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
    expect(screen.getByText('No account is known')).toBeInTheDocument();
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
        ...(['plan', 'apply'] as const).map(phase => ({
          name: 'codebuild',
          phase,
          capacity: 5,
          inUse: 0,
          lastHeartbeatAt: ago(2),
          alive: true,
          environments: ['production'],
          health: {
            status: 'ok' as const,
            message: 'Both projects are there.',
          },
        })),
        {
          name: 'local',
          host: 'portal-a',
          replicaId: 'a',
          capacity: 2,
          inUse: 1,
          lastHeartbeatAt: ago(2),
          alive: true,
          environments: ['dev', 'production'],
          health: {
            status: 'degraded',
            message: 'Shared host.\nThe disk is nearly full.',
          },
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
    const [, forPlans, forApplies, executor] = (
      await section('Executors')
    ).getAllByRole('row');
    expect(forPlans).toHaveTextContent(
      /^codebuild, plans0 of 5.*✓ GoodBoth projects are there\.production$/,
    );
    expect(forApplies).toHaveTextContent(
      /^codebuild, applies0 of 5✓ Alive just now$/,
    );
    expect(executor).toHaveTextContent(
      /localon portal-a1 of 2.*! DegradedShared host\..*nearly full\.dev, production$/,
    );
  });

  it('shows whether the portal gets into each account, and tests one on the spot', async () => {
    const listAccountStatuses = jest.fn<
      ReturnType<TerraformApi['listAccountStatuses']>,
      []
    >(async () => [
      {
        name: 'payments-production',
        cloud: 'aws',
        accountId: '111122223333',
        health: { status: 'error', message: 'The role refuses the portal.' },
        lastTestAt: ago(7_200),
        lastSuccessfulRun: { id: 'run-41', number: 41, at: ago(300) },
      },
      { name: 'analytics', cloud: 'gcp', accountId: 'analytics-4711' },
    ]);
    const testAccount = jest
      .fn()
      .mockRejectedValueOnce(new Error('A test runs already.'))
      .mockResolvedValueOnce({ at: ago(0), status: 'ok', checks: [] });
    renderPlugin(ADDRESS, { listAccountStatuses, testAccount });

    const [, first, second] = (await section('Accounts')).getAllByRole('row');
    expect(first).toHaveTextContent(
      'payments-production111122223333AWS✗ ErrorThe role refuses the portal.2 h agoRun 41 5 min ago',
    );
    expect(second).toHaveTextContent(
      'analyticsanalytics-4711Google Cloud? Unknownnot tested yetnone yet',
    );
    const test = await within(first).findByRole('button', {
      name: 'Test payments-production now',
    });
    await userEvent.click(test);
    expect(await within(first).findByRole('alert')).toHaveTextContent(
      'It was not tested: A test runs already.',
    );
    const asked = listAccountStatuses.mock.calls.length;
    await userEvent.click(test);
    await waitFor(() => expect(within(first).queryByRole('alert')).toBeNull());
    expect(testAccount).toHaveBeenLastCalledWith('payments-production');
    await waitFor(() =>
      expect(listAccountStatuses.mock.calls.length).toBeGreaterThan(asked),
    );
  });

  it('signs tokens with a new key when asked twice', async () => {
    const rotateSigningKey = jest
      .fn()
      .mockRejectedValueOnce(new Error('The database is away.'))
      .mockResolvedValueOnce({ id: 'thumbprint' });
    renderPlugin(ADDRESS, { rotateSigningKey });
    await userEvent.click(
      await screen.findByRole('button', { name: 'New signing key' }, FIRST),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const submit = dialog.getByRole('button', { name: 'Make a new key' });
    expect(rotateSigningKey).not.toHaveBeenCalled();
    await userEvent.click(submit);
    expect(
      await dialog.findByText('The database is away.'),
    ).toBeInTheDocument();
    await userEvent.click(submit);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(
      await screen.findByText('Tokens are signed with the key thumbprint'),
    ).toBeInTheDocument();
  });

  it('shows the sealing keys, and seals everything again with a reason', async () => {
    const report = {
      id: 'round',
      keyId: 'next',
      by: 'user:default/platform',
      reason: 'Once a year',
      at: ago(3_600),
      counts: { resealed: 1, current: 4, failed: 1 },
      tables: {},
      failures: [
        { column: 'secrets.sealed', row: 'ref-1', reason: 'It was altered.' },
      ],
    };
    const status: SealingStatus = {
      keys: [
        { id: 'next', provider: 'kms', first: true, records: 5 },
        { id: 'old', provider: 'file', first: false, records: 1 },
        { id: 'older', provider: 'secret', first: false, records: 0 },
      ],
      unknown: 2,
    };
    const getSealing = jest.fn(async () => status);
    const reseal = jest
      .fn()
      .mockRejectedValueOnce(new Error('It is being done already.'))
      .mockResolvedValueOnce(report);
    renderPlugin(ADDRESS, { getSealing, reseal });
    const rows = (await section('Sealing keys')).getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      'nexta key management serviceseals5',
      'olda fileonly opens1',
      'olderthe configurationonly opens; nothing is left for it0',
    ]);
    expect(screen.getByText('2 records cannot be opened')).toBeVisible();
    expect(screen.getByText('Nothing was sealed again so far.')).toBeVisible();
    const button = await screen.findByRole('button', {
      name: 'Re-seal everything with the first key',
    });
    await userEvent.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/^1 record that other keys/)).toBeVisible();
    const submit = dialog.getByRole('button', { name: 'Re-seal' });
    expect(submit).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Reason/), ' Once a year ');
    await userEvent.click(submit);
    expect(
      await dialog.findByText('It is being done already.'),
    ).toBeInTheDocument();

    // Every record is counted for it, so it is not asked for all the time.
    expect(getSealing).toHaveBeenCalledTimes(1);
    getSealing.mockResolvedValueOnce({ ...status, running: report });
    getSealing.mockResolvedValue({
      keys: [status.keys[0], { ...status.keys[1], records: 0 }],
      unknown: 0,
      last: { ...report, finishedAt: ago(120) },
    });
    await userEvent.click(submit);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(reseal).toHaveBeenLastCalledWith({ reason: 'Once a year' });
    expect(
      await screen.findByText(/^Sealing everything again/),
    ).toHaveTextContent(
      'Sealing everything again with next, asked for by platform 1 h ago: 1 record sealed again, 4 had that key already, 1 failed so far.',
    );
    expect(button).toBeDisabled();
    expect(
      await screen.findByText(/^Last re-sealing/, {}, FIRST),
    ).toHaveTextContent(
      'Last re-sealing 2 min ago with next, asked for by platform (Once a year): 1 record sealed again, 4 had that key already, 1 failed.',
    );
    const [, failure] = (
      await section('Records that were not sealed again')
    ).getAllByRole('row');
    expect(failure).toHaveTextContent('secrets.sealed ref-1It was altered.');
    expect(screen.queryByText(/^Sealing everything again/)).toBeNull();
    expect(screen.queryByText(/cannot be opened/)).toBeNull();
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(/sealed with next already/);
    const asked = getSealing.mock.calls.length;
    await new Promise(done => setTimeout(done, 2_500));
    expect(getSealing).toHaveBeenCalledTimes(asked);
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
