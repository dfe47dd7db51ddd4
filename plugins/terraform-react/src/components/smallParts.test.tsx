import { createTheme, ThemeProvider } from '@material-ui/core/styles';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sampleRun } from '../testUtils';
import { responseError } from '../testUtils/responseError';
import { ChangeSign } from './ChangeSign';
import { CopyableId } from './CopyableId';
import { Diagnostics } from './Diagnostics';
import { FailedState } from './FailedState';
import { Outputs } from './Outputs';
import { PlanSummary } from './PlanSummary';
import { RunStatus } from './RunStatus';
import { StatusSentence } from './StatusSentence';
import { TimeAgo } from './TimeAgo';

describe('small parts', () => {
  it.each(['light', 'dark'] as const)(
    'say with words what they say with colours (%s)',
    type => {
      render(
        <ThemeProvider theme={createTheme({ palette: { type } })}>
          <RunStatus run={{ status: 'errored' }} />
          <PlanSummary counts={{ ...sampleRun().plan!, destroy: 2 }} />
          <ChangeSign
            change={{ action: 'replace', actions: ['create', 'delete'] }}
          />
        </ThemeProvider>,
      );
      expect(screen.getByText('Failed')).toBeInTheDocument();
      expect(
        screen.getAllByRole('listitem').map(item => item.textContent),
      ).toEqual([
        '-2 to destroy',
        '±1 to replace',
        '~2 to change',
        '+1 to create',
      ]);
      expect(screen.getByRole('img', { name: 'replace' })).toHaveTextContent(
        '+/-',
      );
    },
  );

  it('tell statuses and times as a person would', () => {
    const now = Date.now();
    const ago = (seconds: number) =>
      new Date(now - seconds * 1000).toISOString();
    const { container, rerender } = render(
      <StatusSentence
        run={sampleRun({
          status: 'planning',
          phases: { plan: { startedAt: ago(14) } },
        })}
      />,
    );
    expect(container).toHaveTextContent(/^Planning, 1[45] s$/);
    rerender(
      <StatusSentence
        run={sampleRun({
          plan: { ...sampleRun().plan!, expiresAt: ago(-2 * 86_400 - 60) },
        })}
      />,
    );
    expect(container).toHaveTextContent(
      'Waiting for 1 of 1 approval · expires in 2 d',
    );
    rerender(<TimeAgo at={ago(180)} />);
    expect(container).toHaveTextContent('3 min ago');
    expect(screen.getByText('3 min ago')).toHaveAttribute('title');
  });

  it('copy an id', async () => {
    const user = userEvent.setup();
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    render(<CopyableId id="0f9c2a52-6f0e-4a4e-9d55" label="run" />);
    await user.click(
      screen.getByRole('button', { name: 'Copy run 0f9c2a52…' }),
    );
    expect(writeText).toHaveBeenCalledWith('0f9c2a52-6f0e-4a4e-9d55');
  });

  it('show outputs, and of a sensitive one only that it is', () => {
    render(
      <Outputs
        outputs={[
          { name: 'url', sensitive: false, value: 'https://a' },
          { name: 'map', sensitive: false, value: { a: 1 } },
          { name: 'key', sensitive: true, value: 'geheim' },
        ]}
      />,
    );
    expect(screen.getByText('https://a')).toBeInTheDocument();
    expect(screen.getByText(/"a": 1/)).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /key/ })).toHaveTextContent(
      /^keysensitive$/,
    );
    expect(screen.queryByText('geheim')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Copy key' })).toBeNull();
  });

  it('show what Terraform said, errors first', () => {
    render(
      <Diagnostics
        diagnostics={[
          { severity: 'warning', summary: 'Old syntax' },
          {
            severity: 'error',
            summary: 'No such zone',
            detail: 'Choose another.',
            filename: 'main.tf',
            line: 12,
            code: 'zone = "x"',
          },
        ]}
      />,
    );
    const [error, warning] = screen.getAllByText(/^(Error|Warning):/);
    expect(error).toHaveTextContent('Error: No such zone');
    expect(warning).toHaveTextContent('Warning: Old syntax');
    expect(screen.getByText('main.tf:12')).toBeInTheDocument();
    expect(screen.getByText('zone = "x"')).toBeInTheDocument();
  });

  it('say what to do about a failure', async () => {
    const onRetry = jest.fn();
    const { rerender } = render(
      <FailedState error={new Error('Failed to fetch')} onRetry={onRetry} />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Failed to fetch. Try again;',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalled();

    rerender(
      <FailedState
        error={await responseError(403, 'Only reviewers may.')}
        onRetry={onRetry}
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent(
      /You may not see this.*Only reviewers may\. Ask/,
    );
    expect(screen.queryByRole('button')).toBeNull();
  });
});
