import { Link, Text } from '@backstage/ui';
import type { Account } from '@planroom/backstage-plugin-terraform-common';
import { TimeAgo } from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';

/** The last run that was applied in an account. */
export const LastRun = ({ run }: { run: Account['lastSuccessfulRun'] }) => {
  const links = useTerraformLinks();
  return run ? (
    <>
      <Link href={links.run(run.id)}>{`Run ${run.number}`}</Link>{' '}
      <Text color="secondary">
        <TimeAgo at={run.at} />
      </Text>
    </>
  ) : (
    <Text color="secondary">none yet</Text>
  );
};
