import {
  ExecutorStatus,
  Leases,
  ListQuery,
  Page,
  QueueEntry,
} from '@planroom/backstage-plugin-terraform-common';

/** What operators see of the engine: who waits for what, who works on what, and where there is room. */
export interface EngineView {
  /** in the order in which the runs would start, those behind an earlier run of their workspace last */
  queue(query: ListQuery): Promise<Page<QueueEntry>>;
  leases(): Promise<Leases>;
  executors(): Promise<ExecutorStatus[]>;
}
