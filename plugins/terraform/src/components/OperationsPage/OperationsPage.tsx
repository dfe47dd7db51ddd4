import { usePermission } from '@backstage/plugin-permission-react';
import { Container, Flex } from '@backstage/ui';
import { terraformOperationsReadPermission } from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  LoadingRows,
} from '@planroom/backstage-plugin-terraform-react';
import { ViewHeader } from '../ViewHeader';
import { AccountsSection } from './AccountsSection';
import { ExecutorsSection } from './ExecutorsSection';
import { HealthSection } from './HealthSection';
import { LocksSection } from './LocksSection';
import { QueueSection } from './QueueSection';
import { ReplicasSection } from './ReplicasSection';
import { RetentionSection } from './RetentionSection';
import { RunningSection } from './RunningSection';
import { SealingSection } from './SealingSection';
import { useLiveQuery } from './useLiveQuery';

/** Is the engine healthy, and what is stuck? For those who run the portal; nothing is asked of the backend for others. */
export const OperationsPage = () => {
  const { allowed, loading } = usePermission({
    permission: terraformOperationsReadPermission,
  });
  return (
    <Container>
      {allowed && <Operations />}
      {!allowed && loading && <LoadingRows rows={8} />}
      {!allowed && !loading && (
        <EmptyState
          title="The operations cannot be shown"
          text="Queue, locks and executors of the whole installation are for those who run this portal. The page of a run says what that run waits for; ask the platform team about the rest."
        />
      )}
    </Container>
  );
};

function Operations() {
  const leases = useLiveQuery((api, signal) => api.getLeases({ signal }));
  return (
    <Flex direction="column" gap="4">
      <ViewHeader
        title="Operations"
        description="Whether the engine is healthy, what waits and why, and what needs a hand."
      />
      <HealthSection />
      <QueueSection />
      <RunningSection leases={leases} />
      <LocksSection />
      <AccountsSection />
      <ExecutorsSection />
      <ReplicasSection leases={leases} />
      <RetentionSection />
      <SealingSection />
    </Flex>
  );
}
