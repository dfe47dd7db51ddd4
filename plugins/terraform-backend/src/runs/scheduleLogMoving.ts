import { SchedulerService } from '@backstage/backend-plugin-api';
import { LogMover } from './LogMover';

/** Has logs of ended runs moved by themselves, on one replica at a time. */
export async function scheduleLogMoving(
  scheduler: SchedulerService,
  mover: LogMover,
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'terraform-logs',
    scope: 'global',
    frequency: { minutes: 5 },
    timeout: { minutes: 30 },
    fn: signal => mover.work(signal),
  });
}
