import { useRouteRefParams } from '@backstage/frontend-plugin-api';
import { Container } from '@backstage/ui';
import { workspaceRouteRef } from '../../routes';
import { WorkspaceView } from '../WorkspaceView';

export const WorkspacePage = () => {
  const { workspaceId } = useRouteRefParams(workspaceRouteRef);
  return (
    <Container>
      <WorkspaceView key={workspaceId} workspaceId={workspaceId} />
    </Container>
  );
};
