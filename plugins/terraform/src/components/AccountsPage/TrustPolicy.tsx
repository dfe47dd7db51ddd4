import { Flex, Text } from '@backstage/ui';
import { CopyableText } from '@planroom/backstage-plugin-terraform-react';
import { Mono } from '../Mono';
import { TRUSTED_ROLE, trustPolicy } from './trustPolicy';

/** What the roles of an AWS account must trust, to copy. */
export const TrustPolicy = ({ externalId }: { externalId?: string }) => (
  <Flex direction="column" gap="2">
    <Text as="p" color="secondary">
      Give it to both roles as trust policy. In place of{' '}
      <Mono>{TRUSTED_ROLE}</Mono> goes the role as which the executor runs plans
      or applies; that role must be allowed to enter this one. The module
      terraform-permissions makes the roles with it.
    </Text>
    <CopyableText text={trustPolicy(externalId)} label="trust policy" />
  </Flex>
);
