import {
  EXECUTING_RUN_STATUSES,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Deadlines } from '../config';

/** When a phase that was asked to stop may be ended by force. */
export function forceCancelFrom(
  run: { status: RunStatus; cancelRequestedAt?: string },
  { cancelGraceMs }: Deadlines,
): string | undefined {
  return run.cancelRequestedAt && EXECUTING_RUN_STATUSES.includes(run.status)
    ? new Date(Date.parse(run.cancelRequestedAt) + cancelGraceMs).toISOString()
    : undefined;
}
