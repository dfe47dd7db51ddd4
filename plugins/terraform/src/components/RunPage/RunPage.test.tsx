import { NotFoundError } from '@backstage/errors';
import type { RunEvent } from '@planroom/backstage-plugin-terraform-common';
import {
  sampleAccess,
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

  it('says what the apply may do, where and as which role', async () => {
    renderPlugin(address, {
      getRun: async () => sampleRun(),
      getPlan: async () => samplePlan({ access: sampleAccess() }),
    });
    const panel = await screen.findByRole(
      'region',
      { name: 'What this apply may do' },
      FIRST,
    );
    expect(panel).toHaveTextContent(
      /in account payments-production \(111122223333\).*Warning: All of S3/,
    );
    await userEvent.click(screen.getByRole('tab', { name: 'Details' }));
    expect(
      await screen.findByRole('link', { name: 'payments-production' }),
    ).toHaveAttribute('href', '/terraform/accounts/payments-production');
    expect(
      screen.getByText('arn:aws:iam::111122223333:role/planroom-apply'),
    ).toBeInTheDocument();
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

  it('leads to the run that is in the way, and says the place behind it', async () => {
    renderPlugin(address, {
      getRun: async () =>
        sampleRun({
          status: 'pending',
          plan: undefined,
          phases: {},
          waitingFor: {
            reason: 'earlier-run',
            message: 'Queued behind run 40, with 1 more run before it',
            runId: 'run-40',
            position: 2,
          },
        }),
    });
    expect(
      await screen.findByRole(
        'link',
        { name: 'Open the run that is in the way' },
        FIRST,
      ),
    ).toHaveAttribute('href', '/terraform/runs/run-40');
    expect(
      screen.getByText('Place 2 in the queue of this workspace'),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Queued behind run 40/)).toBeInTheDocument();
  });

  it('warns of a machine that was not heard of', async () => {
    renderPlugin(address, {
      getPlan,
      getRun: async () =>
        sampleRun({
          status: 'applying',
          waitingFor: {
            reason: 'replica',
            message: 'The machine that carries out this apply is gone',
          },
        }),
    });
    expect(
      await screen.findByText(
        'The machine that works on this run has not been heard of',
        {},
        FIRST,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The machine that carries out this apply is gone'),
    ).toBeInTheDocument();
  });

  it('plans an outdated plan again in one click and goes to the new run', async () => {
    const outdated = 'the state changed since the plan was made; plan again';
    const act = jest.fn(async () => sampleRun({ id: 'next', number: 43 }));
    renderPlugin(address, {
      getPlan,
      act,
      getRun: async runId =>
        runId === 'next'
          ? sampleRun({ id: 'next', number: 43 })
          : sampleRun({ plan: { ...sampleRun().plan!, outdated } }),
    });
    expect(
      await screen.findByText('This plan is outdated', {}, FIRST),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'The state changed since the plan was made; plan again.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Its plan is outdated')).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Approve' }),
    ).toBeDisabled();
    const [replan] = await screen.findAllByRole('button', { name: 'Re-plan' });
    await userEvent.click(replan);
    expect(
      await screen.findByText('payments-db · production · run 43', {}, FIRST),
    ).toBeInTheDocument();
    expect(act).toHaveBeenCalledWith(sampleRun().id, 'retry', {});
  });

  it('shows what was applied before the stop', async () => {
    const progress = (
      id: number,
      place: string,
      state: 'running' | 'done' | 'waiting',
    ): RunEvent => ({
      event: 'progress',
      id,
      data: { phase: 'apply', address: place, action: 'create', state },
    });
    renderPlugin(
      address,
      {
        getPlan,
        getRun: async () =>
          sampleRun({
            status: 'canceled',
            phases: {
              ...sampleRun().phases,
              apply: { startedAt: '2026-01-10T10:01:00.000Z' },
            },
          }),
      },
      {
        events: [
          progress(1, 'a', 'done'),
          progress(2, 'b', 'done'),
          progress(3, 'c', 'running'),
          progress(4, 'd', 'waiting'),
          progress(5, 'e', 'waiting'),
        ],
      },
    );
    expect(
      await screen.findByText('The apply was stopped', {}, FIRST),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(
        (_, element) =>
          element?.getAttribute('role') === 'status' &&
          element.textContent === '2 of 5 done, 1 interrupted, 2 not started',
      ),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Re-plan' }),
    ).toBeInTheDocument();
  });

  it('says what a phase waits for that has no place yet', async () => {
    const text = 'All 5 builds of the project are taken';
    renderPlugin(
      address,
      {
        getRun: async () =>
          sampleRun({
            status: 'planning',
            plan: undefined,
            phases: { plan: { startedAt: sampleRun().createdAt } },
          }),
      },
      {
        events: [
          {
            id: 1,
            event: 'log',
            data: {
              phase: 'plan',
              offset: 0,
              lines: [
                {
                  at: sampleRun().createdAt,
                  level: 'info',
                  text,
                  type: 'no_capacity',
                },
              ],
            },
          },
        ],
      },
    );
    expect(
      await screen.findByText(text, { selector: 'p' }, FIRST),
    ).toBeInTheDocument();
  });

  it('says that retention removed a log', async () => {
    renderPlugin(address, {
      getPlan,
      getRun: async () => sampleRun({ status: 'discarded' }),
      getLog: async () => ({
        lines: [],
        nextOffset: 0,
        complete: true,
        removedAt: '2026-03-12T12:00:00.000Z',
      }),
    });
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Log' }, FIRST),
    );
    expect(
      await screen.findByText('This log was removed on March 12, 2026'),
    ).toBeInTheDocument();
  });

  it('reads what the stream of an ended run does not tell any more, and says when it cannot', async () => {
    const lineOf = (text: string) => ({
      at: sampleRun().createdAt,
      level: 'info' as const,
      text,
    });
    const getLog = jest.fn(
      async (_run: string, _phase: string, offset: number) => ({
        lines: ['one', 'two', 'three'].slice(offset, offset + 1).map(lineOf),
        nextOffset: Math.min(offset + 1, 3),
        complete: offset >= 3,
      }),
    );
    getLog.mockRejectedValueOnce(new Error('The bucket is away'));
    renderPlugin(
      address,
      {
        getPlan,
        getRun: async () => sampleRun({ status: 'discarded' }),
        getLog,
      },
      {
        events: [
          {
            id: 1,
            event: 'log',
            data: { phase: 'plan', offset: 0, lines: [lineOf('one')] },
          },
        ],
      },
    );
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Log' }, FIRST),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(await screen.findByText('three')).toBeInTheDocument();
    expect(screen.getAllByText(/^(one|two|three)$/)).toHaveLength(3);
    expect(getLog.mock.lastCall?.slice(0, 3)).toEqual([
      sampleRun().id,
      'plan',
      3,
    ]);
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
