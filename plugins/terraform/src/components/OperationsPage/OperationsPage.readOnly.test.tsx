import { screen, within } from '@testing-library/react';
import { behind, lock, stuck } from '../../__testUtils__/operations';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';
import { page } from '../../__testUtils__/samples';

jest.setTimeout(120_000);

// Decisions on permissions are cached by name: each identity has its own file.
describe('OperationsPage of somebody who may only look', () => {
  it('shows everything and offers nothing', async () => {
    const asked: string[] = [];
    renderPlugin(
      '/terraform/operations',
      {
        listQueue: async () => page(behind),
        listLocks: async () => [lock],
        listAccountStatuses: async () => [
          { name: 'payments', cloud: 'aws', accountId: '111122223333' },
        ],
        getSealing: async () => ({
          keys: [{ id: 'only', provider: 'file', first: true, records: 3 }],
          unknown: 0,
        }),
        getLeases: async () => ({ replicas: [], phases: [stuck] }),
      },
      {
        allow: name => {
          asked.push(name);
          return name === 'terraform.operations.read';
        },
      },
    );
    for (const name of [
      'Queue',
      'Running phases',
      'Locks',
      'Accounts',
      'Sealing keys',
    ]) {
      const table = await screen.findByRole('table', { name }, FIRST);
      expect(within(table).getAllByRole('row')).toHaveLength(2);
      expect(within(table).queryByRole('button')).toBeNull();
    }
    expect(await screen.findByText(/no round was made yet/)).toBeVisible();
    for (const name of [/Remove now/, /Re-seal/, /New signing key/])
      expect(screen.queryByRole('button', { name })).toBeNull();
    expect(new Set(asked)).toEqual(
      new Set([
        'terraform.operations.read',
        'terraform.operations.manage',
        'terraform.account.manage',
        'terraform.run.cancel',
        'terraform.run.force-cancel',
        'terraform.state.unlock',
      ]),
    );
  });
});
