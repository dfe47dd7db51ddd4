import { SchedulerService } from '@backstage/backend-plugin-api';
import { RetentionService } from './RetentionService';

/** Has rounds of retention run by themselves, on one replica at a time. */
export async function scheduleRetention(
  scheduler: SchedulerService,
  retention: RetentionService,
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'terraform-retention',
    scope: 'global',
    frequency: { hours: 1 },
    initialDelay: { minutes: 5 },
    timeout: { minutes: 50 },
    fn: async signal => {
      await retention.run({ dryRun: false, signal });
    },
  });
}
