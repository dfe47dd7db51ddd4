import { SchedulerService } from '@backstage/backend-plugin-api';
import { Resealer } from './Resealer';

const TASK_ID = 'terraform-reseal';

/** Has rounds of sealing again carried out on one replica at a time. One whose replica is gone is continued after the timeout. */
export async function scheduleResealing(
  scheduler: SchedulerService,
  resealer: Resealer,
): Promise<void> {
  await scheduler.scheduleTask({
    id: TASK_ID,
    scope: 'global',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: signal => resealer.work(signal),
  });
}

/** Has that task run soon. */
export async function wakeResealing(
  scheduler: SchedulerService,
): Promise<void> {
  // It runs within a minute in any case, and refuses when it is running just now.
  await scheduler.triggerTask(TASK_ID).catch(() => {});
}
