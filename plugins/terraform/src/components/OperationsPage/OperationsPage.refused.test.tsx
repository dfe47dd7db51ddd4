import { screen } from '@testing-library/react';
import { FIRST, renderPlugin } from '../../__testUtils__/renderPlugin';

jest.setTimeout(120_000);

// Decisions on permissions are cached by name: each identity has its own file.
describe('OperationsPage of somebody else', () => {
  it('asks the backend for nothing and offers nothing', async () => {
    const asked = jest.fn();
    renderPlugin(
      '/terraform/operations',
      {
        getHealth: asked,
        listQueue: asked,
        getLeases: asked,
        listLocks: asked,
      },
      { allow: false },
    );
    expect(
      await screen.findByText('The operations cannot be shown', {}, FIRST),
    ).toBeInTheDocument();
    expect(asked).not.toHaveBeenCalled();
    expect(screen.queryByText('Queue')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Remove now' })).toBeNull();
  });
});
