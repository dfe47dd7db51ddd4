import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LogView } from './LogView';

const E = '\u001b';

function lines(amount: number, text = (index: number) => `line ${index}`) {
  return Array.from(
    { length: amount },
    (_, index): LogLine => ({
      at: `2026-01-10T10:00:${String(index % 60).padStart(2, '0')}.123Z`,
      level: 'info',
      text: text(index),
    }),
  );
}

/** jsdom lays nothing out: this element has the given height of content and shows 400 pixels of it. */
function layOut(element: HTMLElement, scrollHeight: number) {
  Object.defineProperty(element, 'scrollHeight', {
    configurable: true,
    value: scrollHeight,
  });
  Object.defineProperty(element, 'clientHeight', {
    configurable: true,
    value: 400,
  });
}

describe('LogView', () => {
  it('says that there is nothing yet', () => {
    render(<LogView lines={[]} emptyText="The plan has not begun." />);
    expect(screen.getByText('The plan has not begun.')).toBeInTheDocument();
  });

  it('says when the log was removed', () => {
    render(<LogView lines={[]} removedAt="2026-03-12T12:00:00.000Z" />);
    expect(
      screen.getByText('This log was removed on March 12, 2026'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Nothing was logged/)).toBeNull();
  });

  it('shows what the machine of a build says on demand, and when there is nothing else', async () => {
    const log = lines(
      4,
      index => `${index % 2 ? 'machine' : 'terraform'} ${index}`,
    );
    log[1].type = 'codebuild';
    log[3].type = 'codebuild';
    const { rerender } = render(<LogView lines={[log[1]]} />);
    expect(screen.getByText('machine 1')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /machine/ })).toBeNull();

    rerender(<LogView lines={log} />);
    expect(screen.getByText('terraform 2')).toBeInTheDocument();
    expect(screen.queryByText('machine 1')).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the machine' }),
    );
    expect(screen.getByText('machine 3')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Hide the machine' }),
    );
    expect(screen.queryByText('machine 3')).toBeNull();
  });

  it('draws only what is in view of a long log', () => {
    render(<LogView lines={lines(100_000)} />);
    const log = screen.getByRole('log');
    expect(within(log).getByText('line 0')).toBeInTheDocument();
    expect(log.querySelectorAll('[data-index]').length).toBeLessThan(200);
  });

  it('follows the end until the reader scrolls up, and again from there', async () => {
    const { rerender } = render(<LogView lines={lines(50)} />);
    const log = screen.getByRole('log');
    layOut(log, 1_000);
    rerender(<LogView lines={lines(60)} />);
    expect(log.scrollTop).toBe(1_000);

    log.scrollTop = 200;
    fireEvent.scroll(log);
    layOut(log, 2_000);
    rerender(<LogView lines={lines(100)} />);
    expect(log.scrollTop).toBe(200);

    await userEvent.click(screen.getByRole('button', { name: 'Jump to end' }));
    expect(log.scrollTop).toBe(2_000);
    layOut(log, 3_000);
    rerender(<LogView lines={lines(150)} />);
    expect(log.scrollTop).toBe(3_000);
    expect(
      screen.queryByRole('button', { name: 'Jump to end' }),
    ).not.toBeInTheDocument();
  });

  it('shows colours as styles, levels as words, and never as markup', () => {
    const log = lines(
      3,
      index =>
        [`${E}[1mbold${E}[0m rest`, '<img src=x>', 'disk is full'][index],
    );
    log[2].level = 'error';
    render(<LogView lines={log} />);
    expect(screen.getByText('bold')).toHaveStyle({ fontWeight: 700 });
    expect(screen.getByText('rest')).not.toHaveStyle({ fontWeight: 700 });
    expect(screen.getByText('<img src=x>')).toBeInTheDocument();
    expect(screen.getByText('Error:')).toBeInTheDocument();
  });

  it('searches, shows times and copies without colours', async () => {
    const user = userEvent.setup();
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    render(
      <LogView lines={lines(20, index => `${E}[32mitem${E}[0m ${index}`)} />,
    );
    await user.type(screen.getByRole('searchbox'), 'ITEM 1');
    expect(await screen.findByText('11 lines')).toBeInTheDocument();
    await user.keyboard('{Enter}');
    expect(screen.getByText('1 of 11')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Previous match' }));
    expect(screen.getByText('11 of 11')).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: 'Show times' }));
    expect(screen.getAllByText(/^\d\d:\d\d:05\.123$/)).toHaveLength(1);

    await user.click(screen.getByRole('button', { name: 'Copy' }));
    const [copied] = writeText.mock.calls[0];
    expect(copied.split('\n')[7]).toBe('2026-01-10T10:00:07.123Z item 7');
    expect(screen.getByRole('button', { name: 'Copied' })).toBeInTheDocument();
  });
});
