import type {
  HeldLock,
  QueueEntry,
  RunningPhase,
} from '@planroom/backstage-plugin-terraform-common';

export function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString();
}

export function runReference(overrides: Partial<QueueEntry['run']> = {}) {
  return {
    id: 'run-42',
    number: 42,
    status: 'pending' as const,
    kind: 'plan_and_apply' as const,
    workspaceId: 'ws-1',
    workspaceName: 'payments-db',
    environment: 'production',
    owner: 'group:default/developers',
    requestedBy: 'user:default/developer',
    createdAt: ago(600),
    statusAt: ago(300),
    ...overrides,
  };
}

/** Behind an earlier run of its workspace. */
export const behind: QueueEntry = {
  run: runReference(),
  executor: 'local',
  priority: 'plan',
  waitingFor: {
    reason: 'earlier-run',
    message: 'Queued behind run 41',
    runId: 'run-41',
    position: 1,
  },
};

/** Next to start, once a place is free. */
export const full: QueueEntry = {
  run: runReference({ id: 'run-7', number: 7, status: 'apply_queued' }),
  executor: 'local',
  priority: 'apply',
  position: 1,
  waitingFor: {
    reason: 'capacity',
    message: 'All 2 places are taken; position 1 in the queue',
    position: 1,
  },
};

/** Asked to stop in vain. */
export const stuck: RunningPhase = {
  run: runReference({ id: 'run-9', number: 9, status: 'applying' }),
  phase: 'apply',
  executor: 'local',
  startedAt: ago(900),
  replicaHost: 'portal-a',
  replicaId: 'a',
  cancelRequestedAt: ago(300),
  forceCancelFrom: ago(180),
  stuck: 'It was asked to stop and has not; wait, or end it by force',
};

/** Left behind by a run that was ended by force. */
export const lock: HeldLock = {
  workspaceId: 'ws-1',
  workspaceName: 'payments-db',
  environment: 'production',
  owner: 'group:default/developers',
  lockId: 'b1946ac9-2492-4d23',
  lockedAt: ago(7_200),
  holder: 'planroom@portal-a',
  operation: 'OperationTypeApply',
  run: { id: 'run-9', number: 9, status: 'force_canceled' },
  evidence: 'Run 9 ended 2 h ago and its process is gone.',
  abandoned: true,
};
