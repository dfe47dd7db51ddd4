import {
  EXECUTING_RUN_STATUSES,
  HeldLock,
  isFinalStatus,
  Leases,
} from '@planroom/backstage-plugin-terraform-common';
import { LockRecord } from './LockStore';

type Judgement = Pick<HeldLock, 'evidence' | 'abandoned'>;

/** What is known about whether the holder of a lock is still at work, in a sentence for the person who may have to release it. */
export function judgeLock(
  { run, holder }: Pick<LockRecord, 'run' | 'holder'>,
  leases: Leases,
): Judgement {
  if (!run) {
    return {
      evidence: `No run is known that took this lock, so nothing tells whether its holder is still at work; ${
        holder ? `ask ${holder}` : 'find out who did'
      } before you release it`,
      abandoned: false,
    };
  }
  if (isFinalStatus(run.status)) {
    return {
      evidence: `Run ${run.number} has ended (${run.status}), so nobody works with this lock; it is released by itself within a minute`,
      abandoned: true,
    };
  }
  return {
    evidence: EXECUTING_RUN_STATUSES.includes(run.status)
      ? describeExecuting(run, leases)
      : `Run ${run.number} is ${run.status} and no phase of it runs, but it has not ended; cancel or discard it, which releases the lock`,
    abandoned: false,
  };
}

function describeExecuting(
  run: NonNullable<LockRecord['run']>,
  { replicas, phases }: Leases,
): string {
  const is = `Run ${run.number} is ${run.status}`;
  const phase = phases.find(running => running.run.id === run.id);
  const replica = replicas.find(({ id }) => id === phase?.replicaId);
  if (replica?.alive) {
    return `${is}; it is followed by ${replica.host}${
      phase?.stuck ? `. ${phase.stuck}` : ''
    }`;
  }
  const follower = replica
    ? `${replica.host}, which followed it, was last heard of at ${replica.beatAt}`
    : 'no replica follows it now';
  return `${is}, but ${follower}. ${
    phase?.stuck ?? 'Another replica goes on with it as soon as one can'
  }`;
}
