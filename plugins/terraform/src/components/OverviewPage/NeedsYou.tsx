import { Flex, Link, Text } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { RunsTable } from '../RunsTable';
import { Section } from '../Section';

/** Approvals that wait for the person, and failed runs that nobody has tried again. */
export const NeedsYou = (props: { waiting: Run[]; failed: Run[] }) => {
  const links = useTerraformLinks();
  const { waiting, failed } = props;
  return (
    <Section
      title="Needs you"
      action={
        waiting.length > 0 && (
          <Link href={links.approvals}>Go through the approvals</Link>
        )
      }
    >
      {waiting.length + failed.length === 0 ? (
        <Text as="p" color="secondary">
          Nothing needs you right now.
        </Text>
      ) : (
        <Flex direction="column" gap="3">
          {waiting.length > 0 && (
            <>
              <Text as="p" color="secondary">
                Waiting for your approval
              </Text>
              <RunsTable runs={waiting} />
            </>
          )}
          {failed.length > 0 && (
            <>
              <Text as="p" color="secondary">
                Failed, and yours to plan again
              </Text>
              <RunsTable runs={failed} />
            </>
          )}
        </Flex>
      )}
    </Section>
  );
};
