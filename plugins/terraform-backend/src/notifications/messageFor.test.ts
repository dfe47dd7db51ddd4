import { RunRecord } from '../runs/types';
import { messageFor } from './PeopleNotifier';

const run: RunRecord = {
  id: 'id',
  workspaceId: 'w',
  workspaceName: 'checkout',
  number: 4,
  kind: 'plan_and_apply',
  status: 'planned',
  statusAt: '',
  environment: 'production',
  owner: 'group:default/developers',
  module: 'sandbox',
  moduleVersion: '1.0.0',
  message: 'Bigger',
  requestedBy: 'user:default/developer',
  actor: 'user',
  createdAt: '',
  variablesSealed: Buffer.alloc(0),
  rules: {
    required: 1,
    groups: ['group:default/reviewers'],
    excludeRequester: true,
    autoApply: 'never',
  },
  automatic: false,
  requesters: ['user:default/developer', 'user:default/lead', 'plugin:x'],
};
const people = ['user:default/developer', 'user:default/lead'];

it('asks the approvers, but not who asked for it', () => {
  expect(messageFor(run, {})).toMatchObject({
    to: ['group:default/reviewers'],
    except: 'user:default/developer',
    title: 'Approval needed: checkout (production), run 4',
    description: expect.stringMatching(/developer: Bigger$/),
    severity: 'high',
  });
});

it.each([
  [
    'confirmed',
    { by: 'user:default/reviewer' },
    'Approved by reviewer: ',
    people,
  ],
  ['applied', {}, 'Applied: ', people],
  [
    'errored',
    { error: { message: 'Why', diagnostics: [] } },
    'Failed: ',
    people,
  ],
  [
    'discarded',
    { by: 'user:default/lead' },
    'Discarded by lead: ',
    [people[0]],
  ],
  ['discarded', {}, 'Discarded: ', people],
  [
    'discarded',
    { by: 'user:default/reviewer', rejected: true },
    'Rejected by reviewer: ',
    people,
  ],
] as const)('tells the requesters of %s', (status, facts, title, to) => {
  expect(
    messageFor({ ...run, status }, facts as Parameters<typeof messageFor>[1]),
  ).toMatchObject({
    to,
    title: `${title}checkout (production), run 4`,
  });
});

it('says nothing of what nobody waits for', () => {
  for (const status of [
    'pending',
    'planning',
    'applying',
    'canceled',
  ] as const) {
    expect(messageFor({ ...run, status }, {})).toBeUndefined();
  }
  for (const status of ['planned', 'confirmed'] as const) {
    expect(messageFor({ ...run, status, automatic: true }, {})).toBeUndefined();
  }
});
