import { Link } from '@backstage/ui';
import type { WaitingFor } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';

/** Leads to the run that another one waits for, if it is a run that it waits for. */
export const BlockingRunLink = (props: {
  waitingFor: WaitingFor | undefined;
}) => {
  const links = useTerraformLinks();
  const runId = props.waitingFor?.runId;
  return runId ? (
    <Link href={links.run(runId)}>Open the run that is in the way</Link>
  ) : null;
};
