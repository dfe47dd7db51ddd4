import { Link } from '@backstage/ui';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  describeKind,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import {
  CopyableId,
  Duration,
  TimeAgo,
  useTerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { Facts } from '../Facts';
import { Mono } from '../Mono';
import { Section } from '../Section';

/** Ids, versions and times, to quote and to compare. Values of variables do not belong here. */
export const RunDetails = ({ run }: { run: Run }) => {
  const links = useTerraformLinks();
  const digest = run.plan?.digest;
  const plan = useTerraformQuery(
    async (api, signal) =>
      digest ? api.getPlan(run.id, { signal }) : undefined,
    [run.id, digest],
  );
  const access = plan.value?.access;
  return (
    <Section title="Details">
      <Facts
        direction="column"
        facts={[
          { label: 'Run', value: <CopyableId id={run.id} /> },
          { label: 'Workspace', value: <CopyableId id={run.workspaceId} /> },
          {
            label: 'Plan digest',
            value: digest && <CopyableId id={digest} label="digest" />,
          },
          {
            label: 'State version',
            value: run.stateVersionId && <CopyableId id={run.stateVersionId} />,
          },
          { label: 'Kind', value: describeKind(run.kind) },
          {
            label: 'Module',
            value: (
              <>
                <Link href={links.module(run.module.name)}>
                  {run.module.name}
                </Link>{' '}
                <Mono>{run.module.version}</Mono>
              </>
            ),
          },
          {
            label: 'Terraform',
            value: plan.value && <Mono>{plan.value.terraformVersion}</Mono>,
          },
          {
            label: 'Account',
            value: access && (
              <>
                <Link href={links.account(access.account)}>
                  {access.account}
                </Link>{' '}
                <Mono>{access.accountId}</Mono>
              </>
            ),
          },
          {
            label: 'Role of the apply',
            value: access?.roleArn && <Mono>{access.roleArn}</Mono>,
          },
          {
            label: 'Owner',
            value: <EntityRefLink entityRef={run.owner} defaultKind="group" />,
          },
          { label: 'Requested by', value: <Mono>{run.requestedBy}</Mono> },
          {
            label: 'Re-plan of',
            value: run.retryOf && (
              <Link href={links.run(run.retryOf)}>the run before</Link>
            ),
          },
          { label: 'Requested', value: <TimeAgo at={run.createdAt} /> },
          { label: 'Plan phase', value: <Phase phase={run.phases.plan} /> },
          { label: 'Apply phase', value: <Phase phase={run.phases.apply} /> },
          {
            label: 'Finished',
            value: run.finishedAt && <TimeAgo at={run.finishedAt} />,
          },
        ]}
      />
    </Section>
  );
};

function Phase({ phase }: { phase: Run['phases']['plan'] }) {
  return phase ? (
    <>
      <TimeAgo at={phase.startedAt} />,{' '}
      <Duration from={phase.startedAt} to={phase.finishedAt} />
    </>
  ) : (
    <>not started</>
  );
}
