import { Flex } from '@backstage/ui';
import type { Account } from '@planroom/backstage-plugin-terraform-common';
import { Facts } from '../Facts';
import { Mono } from '../Mono';
import { Section } from '../Section';
import { TrustPolicy } from './TrustPolicy';

/** As which roles Terraform enters an AWS account, and what they must trust. */
export const AccountAccess = ({ account }: { account: Account }) => {
  const { planRoleArn, applyRoleArn, externalId, permissionsBoundaryArn } =
    account;
  return (
    <Section title="Roles">
      <Flex direction="column" gap="4">
        <Facts
          direction="column"
          facts={[
            { label: 'Role for plans', value: arn(planRoleArn) },
            { label: 'Role for applies', value: arn(applyRoleArn) },
            {
              label: 'External id',
              value: externalId ? <Mono>{externalId}</Mono> : 'none',
            },
            {
              label: 'Permissions boundary',
              value: arn(permissionsBoundaryArn),
            },
          ]}
        />
        <TrustPolicy externalId={externalId} />
      </Flex>
    </Section>
  );
};

function arn(value: string | undefined) {
  return value ? <Mono>{value}</Mono> : 'none';
}
