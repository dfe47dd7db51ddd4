import { Flex, Text } from '@backstage/ui';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import {
  CopyableId,
  EmptyState,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { Section } from '../Section';

/** The rule that this run falls under and what was decided on it. */
export const RunApprovals = ({ run }: { run: Run }) => {
  const { approvals } = run;
  return (
    <Flex direction="column" gap="4">
      <Section title="The rule">
        <Flex direction="column" gap="2">
          <Text as="p">{describeRule(run)}</Text>
          {!approvals.automatic && approvals.groups.length > 0 && (
            <Flex gap="2" style={{ flexWrap: 'wrap' }}>
              {approvals.groups.map(group => (
                <EntityRefLink
                  key={group}
                  entityRef={group}
                  defaultKind="group"
                />
              ))}
            </Flex>
          )}
        </Flex>
      </Section>
      {approvals.given.length === 0 ? (
        <EmptyState
          title={
            run.status === 'planned'
              ? 'Nobody has decided yet'
              : 'Nobody decided on this run'
          }
          text="An approval covers exactly one plan: when the plan is made again, it must be approved again."
        />
      ) : (
        approvals.given.map(approval => (
          <Section
            key={approval.id}
            title={
              approval.decision === 'approve' ? '✓ Approved' : '✗ Rejected'
            }
          >
            <Flex direction="column" gap="2">
              <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
                <EntityRefLink entityRef={approval.by} defaultKind="user" />
                <TimeAgo at={approval.at} />
                <Text color="secondary">for plan</Text>
                <CopyableId id={approval.digest} label="digest" />
              </Flex>
              {approval.comment && <Text as="p">"{approval.comment}"</Text>}
            </Flex>
          </Section>
        ))
      )}
    </Flex>
  );
};

function describeRule({ approvals, environment }: Run): string {
  if (approvals.automatic) {
    return `${environment} applies a plan at once when it destroys, replaces and forgets nothing.`;
  }
  if (approvals.required === 0) return 'No approval is needed.';
  const people =
    approvals.required === 1
      ? 'One person must approve'
      : `${approvals.required} people must approve`;
  const requester = approvals.excludeRequester
    ? ', and not the one who asks for the change'
    : '';
  return `${people} what is applied in ${environment}${requester}.`;
}
