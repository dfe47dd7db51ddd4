import { Text } from '@backstage/ui';
import type { AccountTest } from '@planroom/backstage-plugin-terraform-common';
import { TimeAgo } from '@planroom/backstage-plugin-terraform-react';
import { HealthSign } from '../HealthSign';

/** What came of the last test of an account, and when it was. */
export const LastTest = ({ test }: { test?: AccountTest }) =>
  test ? (
    <>
      <HealthSign status={test.status} />{' '}
      <Text color="secondary" style={{ whiteSpace: 'nowrap' }}>
        <TimeAgo at={test.at} />
      </Text>
    </>
  ) : (
    <Text color="secondary">not tested yet</Text>
  );
