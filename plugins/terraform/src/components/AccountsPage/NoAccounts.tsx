import { Flex, Link, Text } from '@backstage/ui';
import { EmptyState } from '@planroom/backstage-plugin-terraform-react';
import type { ReactNode } from 'react';
import { ACCOUNTS_DOCUMENTATION } from '../../documentation';
import { Section } from '../Section';
import { TrustPolicy } from './TrustPolicy';

/** What an account is, how there comes to be one, and what it needs. */
export const NoAccounts = ({ action }: { action?: ReactNode }) => (
  <Flex direction="column" gap="4">
    <EmptyState
      title="No accounts yet"
      text={
        <>
          An account is an AWS account, an Azure subscription or a Google Cloud
          project in which workspaces have their resources. Each says which
          environments may use it, and how Terraform gets in. The platform team
          adds one here, or in the configuration under terraform.accounts.{' '}
          <Link href={ACCOUNTS_DOCUMENTATION} target="_blank">
            Read more about accounts
          </Link>
        </>
      }
      action={action}
    />
    <Section title="What an AWS account needs">
      <Flex direction="column" gap="2">
        <Text as="p">
          Two roles: one for plans, which may only read, and one for applies.
          Both trust the role of the executor, and nobody who lacks the external
          id. Azure and Google Cloud need no role but a credential, best a
          workload identity.
        </Text>
        <TrustPolicy />
      </Flex>
    </Section>
  </Flex>
);
