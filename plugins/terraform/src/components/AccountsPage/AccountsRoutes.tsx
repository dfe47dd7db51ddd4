import { usePermission } from '@backstage/plugin-permission-react';
import { Container } from '@backstage/ui';
import { terraformAccountReadPermission } from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  LoadingRows,
} from '@planroom/backstage-plugin-terraform-react';
import { Route, Routes } from 'react-router-dom';
import { accountRouteRef } from '../../routes';
import { AccountPage } from './AccountPage';
import { AccountsPage } from './AccountsPage';

/** For those who may see accounts; nothing is asked of the backend for others. */
export const AccountsRoutes = () => {
  const { allowed, loading } = usePermission({
    permission: terraformAccountReadPermission,
  });
  return (
    <Container>
      {allowed && (
        <Routes>
          <Route path="/" element={<AccountsPage />} />
          <Route path={accountRouteRef.path} element={<AccountPage />} />
        </Routes>
      )}
      {!allowed && loading && <LoadingRows rows={8} />}
      {!allowed && !loading && (
        <EmptyState
          title="The accounts cannot be shown"
          text="You may not see the cloud accounts of this installation. Ask the platform team which one your workspaces may use."
        />
      )}
    </Container>
  );
};
