import { Alert } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';

/** What it means that an apply was stopped; the plan below shows how far each change came. */
export const RunStopped = ({ run }: { run: Run }) =>
  run.status === 'force_canceled' ? (
    <Alert
      status="danger"
      icon
      title="The apply was ended by force"
      description="What is done is in the state as far as Terraform had saved it. What was interrupted may be half done, and may exist without being in the state: look at it in the cloud before you plan again."
    />
  ) : (
    <Alert
      status="warning"
      icon
      title="The apply was stopped"
      description="What is done stays and is in the state; the rest was not begun. Planning again shows what is still to do."
    />
  );

/** Whether Terraform was stopped while it changed things. */
export function wasStopped({ status, phases }: Run): boolean {
  return (
    (status === 'canceled' || status === 'force_canceled') &&
    phases.apply !== undefined
  );
}
