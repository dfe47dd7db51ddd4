import {
  PhaseName,
  QueuePriority,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';

/** What the engine tells of its work as numbers. No method throws. */
export interface EngineMetrics {
  /** a run has reached a status */
  runReached(status: RunStatus, environment: string): void;
  /** a phase was seen to end */
  phaseEnded(phase: {
    phase: PhaseName;
    executor: string;
    outcome: 'succeeded' | 'failed' | 'canceled' | 'lost';
    seconds: number;
  }): void;
  /** a run got a place after it had waited in a queue */
  queueWaited(priority: QueuePriority, seconds: number): void;
  /** the lease of another replica was taken over: its process is gone, or it has fallen silent */
  leaseTakenOver(why: 'gone' | 'silent'): void;
  /** how long ago the oldest of the lines that are stored now was written */
  logStored(lines: number, lagSeconds: number): void;
  retentionRemoved(
    kind: 'logs' | 'plans' | 'stateVersions' | 'other',
    rows: number,
  ): void;
}

/** Counts nothing; for tests. */
export const NO_METRICS: EngineMetrics = {
  runReached() {},
  phaseEnded() {},
  queueWaited() {},
  leaseTakenOver() {},
  logStored() {},
  retentionRemoved() {},
};
