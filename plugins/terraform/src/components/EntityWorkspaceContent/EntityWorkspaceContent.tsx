import { useEntity } from '@backstage/plugin-catalog-react';
import { ANNOTATION_WORKSPACE_ID } from '@planroom/backstage-plugin-terraform-common';
import { WorkspaceView } from '../WorkspaceView';

/** The workspace of the entity. */
export const EntityWorkspaceContent = () => {
  const { entity } = useEntity();
  const workspaceId = entity.metadata.annotations?.[ANNOTATION_WORKSPACE_ID];
  return workspaceId ? (
    <WorkspaceView key={workspaceId} workspaceId={workspaceId} embedded />
  ) : null;
};
