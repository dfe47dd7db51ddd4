import { Alert, ButtonLink, Flex, Text } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import {
  Diagnostics,
  RunActions,
} from '@planroom/backstage-plugin-terraform-react';
import { useAfterRunAction } from '../../hooks/useAfterRunAction';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { Section } from '../Section';

/** What Terraform said first, then what can be done about it. */
export const RunFailure = (props: { run: Run; onChanged: () => void }) => {
  const { run } = props;
  const links = useTerraformLinks();
  const onDone = useAfterRunAction(run, props.onChanged);
  const diagnostics = run.error?.diagnostics ?? [];
  const applied = run.phases.apply !== undefined;
  return (
    <Flex direction="column" gap="3">
      <Alert
        status="danger"
        icon
        title={applied ? 'The apply failed' : 'The plan failed'}
        description={run.error?.message ?? 'The log says more.'}
      />
      {diagnostics.length > 0 && <Diagnostics diagnostics={diagnostics} />}
      <Section title="What you can do">
        <Flex direction="column" gap="3">
          <Text as="p">
            {applied
              ? 'What was done before the error stays and is in the state. Planning again shows what is still to do.'
              : 'Nothing was changed. Plan again when the cause is gone, or change the variables.'}
          </Text>
          <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
            <RunActions run={run} onDone={onDone} />
            <ButtonLink
              variant="secondary"
              href={links.workspace(run.workspaceId)}
            >
              Change variables in the workspace
            </ButtonLink>
          </Flex>
        </Flex>
      </Section>
    </Flex>
  );
};
