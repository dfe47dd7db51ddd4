import { Link, Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import {
  describeKind,
  shortName,
  type QueueEntry,
} from '@planroom/backstage-plugin-terraform-common';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';

/** Which run it is, where and whose. */
export const RunCell = ({ run }: { run: QueueEntry['run'] }) => {
  const links = useTerraformLinks();
  return (
    <TableCell>
      <Link href={links.run(run.id)} weight="bold">
        {`${run.workspaceName} · run ${run.number}`}
      </Link>
      <Text as="div" color="secondary">
        {[describeKind(run.kind), run.environment, shortName(run.owner)].join(
          ' · ',
        )}
      </Text>
    </TableCell>
  );
};
