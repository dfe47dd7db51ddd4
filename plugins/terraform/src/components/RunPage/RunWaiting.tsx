import { Alert, Flex, Text } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import { BlockingRunLink } from '../BlockingRunLink';

/** What a run waits for beyond its status: the run in its way and its place behind it, a machine, or Terraform coming to a stop. */
export const RunWaiting = ({ run }: { run: Run }) => {
  const { waitingFor } = run;
  switch (waitingFor?.reason) {
    case 'earlier-run':
      return (
        <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
          <BlockingRunLink waitingFor={waitingFor} />
          {waitingFor.position !== undefined && (
            <Text color="secondary">
              Place {waitingFor.position} in the queue of this workspace
            </Text>
          )}
        </Flex>
      );
    case 'replica':
      return (
        <Alert
          status="warning"
          icon
          title="The machine that works on this run has not been heard of"
          description={waitingFor.message}
        />
      );
    case 'cancel':
      return (
        <Alert
          status="info"
          icon
          title="Asked to stop"
          description={waitingFor.message}
        />
      );
    default:
      return null;
  }
};
