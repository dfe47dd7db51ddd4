import type { Run } from '@planroom/backstage-plugin-terraform-common';
import { render, screen } from '@testing-library/react';
import { sampleRun } from '../../testUtils';
import { RunSteps } from './RunSteps';
import { runSteps } from './steps';

const at = '2026-01-10T10:00:00.000Z';
const phase = { startedAt: at, finishedAt: '2026-01-10T10:00:18.000Z' };
const { plan, approvals } = sampleRun();
const decision = {
  id: '1',
  by: 'user:default/reviewer',
  at,
  digest: plan!.digest,
};
const approved = {
  ...approvals,
  given: [{ ...decision, decision: 'approve' as const }],
};
const rejected = {
  ...approvals,
  given: [{ ...decision, decision: 'reject' as const }],
};

describe('runSteps', () => {
  const table: Array<[string, Partial<Run>, string]> = [
    [
      'a queued run',
      { status: 'pending', plan: undefined, phases: {} },
      'Requested done, Plan waiting, Approved 0/1 ahead, Apply ahead',
    ],
    [
      'a run being planned',
      {
        status: 'planning',
        plan: undefined,
        phases: { plan: { startedAt: at } },
      },
      'Requested done, Planning running, Approved 0/1 ahead, Apply ahead',
    ],
    [
      'a run that waits',
      { status: 'planned' },
      'Requested done, Planned done, Approved 0/1 waiting, Apply ahead',
    ],
    [
      'a run being applied',
      {
        status: 'applying',
        approvals: approved,
        phases: { plan: phase, apply: { startedAt: at } },
      },
      'Requested done, Planned done, Approved 1/1 done, Applying running',
    ],
    [
      'an applied run',
      {
        status: 'applied',
        approvals: approved,
        phases: { plan: phase, apply: phase },
      },
      'Requested done, Planned done, Approved 1/1 done, Applied done',
    ],
    [
      'an automatic apply',
      {
        status: 'applied',
        approvals: { ...approvals, automatic: true },
        phases: { plan: phase, apply: phase },
      },
      'Requested done, Planned done, No approval needed done, Applied done',
    ],
    [
      'a failed plan',
      { status: 'errored', plan: undefined, phases: { plan: phase } },
      'Requested done, Plan failed failed, Approval skipped, Apply skipped',
    ],
    [
      'a failed apply',
      {
        status: 'errored',
        approvals: approved,
        phases: { plan: phase, apply: phase },
      },
      'Requested done, Planned done, Approved 1/1 done, Apply failed failed',
    ],
    [
      'a canceled plan',
      { status: 'canceled', plan: undefined, phases: { plan: phase } },
      'Requested done, Plan canceled stopped, Approval skipped, Apply skipped',
    ],
    [
      'a rejected run',
      { status: 'discarded', approvals: rejected },
      'Requested done, Planned done, Rejected by reviewer failed, Apply skipped',
    ],
    [
      'a discarded run',
      { status: 'discarded' },
      'Requested done, Planned done, Discarded stopped, Apply skipped',
    ],
    [
      'a run that only plans',
      { status: 'planned_and_finished', kind: 'plan_only' },
      'Requested done, Planned done, No apply skipped',
    ],
    [
      'a plan without changes',
      { status: 'planned_and_finished' },
      'Requested done, Planned done, Approval skipped, Nothing to apply skipped',
    ],
  ];

  it.each(table)('tells the way of %s', (_name, overrides, expected) => {
    expect(
      runSteps(sampleRun(overrides))
        .map(({ label, state }) => `${label} ${state}`)
        .join(', '),
    ).toBe(expected);
  });
});

describe('RunSteps', () => {
  it('shows each step with its state and how long it took', () => {
    render(<RunSteps run={sampleRun()} />);
    expect(
      screen.getAllByRole('listitem').map(item => item.textContent),
    ).toEqual([
      'Requested, done',
      'Planned, done18 s',
      'Approved 0/1, waiting',
      'Apply, to come',
    ]);
  });
});
