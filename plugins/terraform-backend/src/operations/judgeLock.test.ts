import { Leases, RunStatus } from '@planroom/backstage-plugin-terraform-common';
import { judgeLock } from './judgeLock';

const run = (status: RunStatus) => ({ id: 'r', number: 12, status });
const leases = (
  alive: boolean,
  stuck?: string,
  replicaId: string | undefined = 'replica',
): Leases => ({
  replicas: [
    {
      id: 'replica',
      host: 'east-1',
      pid: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      beatAt: '2026-01-02T00:00:00.000Z',
      alive,
      answering: false,
      phases: 1,
    },
  ],
  phases: [
    {
      run: { id: 'r' } as Leases['phases'][0]['run'],
      phase: 'apply',
      executor: 'local',
      startedAt: '2026-01-02T00:00:00.000Z',
      replicaId,
      stuck,
    },
  ],
});
const none: Leases = { replicas: [], phases: [] };

it.each<[string, Parameters<typeof judgeLock>, boolean, string]>([
  [
    'nobody known',
    [{ holder: 'me@laptop' }, none],
    false,
    'No run is known that took this lock, so nothing tells whether its holder is still at work; ask me@laptop before you release it',
  ],
  ['nobody named', [{}, none], false, 'find out who did'],
  [
    'a run that ended',
    [{ run: run('errored') }, leases(true)],
    true,
    'Run 12 has ended (errored), so nobody works with this lock',
  ],
  [
    'a run that waits',
    [{ run: run('planned') }, none],
    false,
    'Run 12 is planned and no phase of it runs',
  ],
  [
    'a run that is followed',
    [{ run: run('applying') }, leases(true)],
    false,
    'Run 12 is applying; it is followed by east-1',
  ],
  [
    'a run that does not stop',
    [{ run: run('applying') }, leases(true, 'It was asked to stop')],
    false,
    'it is followed by east-1. It was asked to stop',
  ],
  [
    'a run whose replica is silent',
    [{ run: run('applying') }, leases(false)],
    false,
    'Run 12 is applying, but east-1, which followed it, was last heard of at 2026-01-02T00:00:00.000Z. Another replica goes on',
  ],
  [
    'a run whose machine is silent',
    [{ run: run('applying') }, leases(false, 'That machine is gone')],
    false,
    'was last heard of at 2026-01-02T00:00:00.000Z. That machine is gone',
  ],
  [
    'a run that nobody follows',
    [{ run: run('applying') }, none],
    false,
    'Run 12 is applying, but no replica follows it now. Another replica',
  ],
])('knows of a lock held by %s', (_, [lock, known], abandoned, words) => {
  expect(judgeLock(lock, known)).toEqual({
    abandoned,
    evidence: expect.stringContaining(words),
  });
});
