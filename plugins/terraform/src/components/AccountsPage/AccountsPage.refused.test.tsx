import { screen } from '@testing-library/react';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';

jest.setTimeout(120_000);

// Decisions on permissions are cached by name: each identity has its own file.
describe('AccountsPage of somebody who may not see accounts', () => {
  it('asks the backend for nothing', async () => {
    const listAccounts = jest.fn();
    renderPlugin('/terraform/accounts', { listAccounts }, { allow: false });
    expect(
      await screen.findByText('The accounts cannot be shown', {}, FIRST),
    ).toBeInTheDocument();
    expect(listAccounts).not.toHaveBeenCalled();
  });
});
