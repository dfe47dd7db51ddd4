import {
  DEFAULT_NAMESPACE,
  EntityLink,
  KubernetesValidatorFunctions,
  ResourceEntity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ANNOTATION_WORKSPACE_ID,
  ENTITY_TYPE_WORKSPACE,
  type Account,
  type Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { locationAnnotations } from './locationAnnotations';
import { ANNOTATION_ACCOUNT } from './toAccountEntity';

const LABEL_ENVIRONMENT = 'terraform.planroom.io/environment';

/**
 * A workspace as a Resource. Takes only what is named here: variables never reach the catalog.
 *
 * @param options - account: its account, if that is still there
 */
export function toWorkspaceEntity(
  workspace: Workspace,
  options: { appBaseUrl: string; account?: Account },
): ResourceEntity {
  const { id, environment } = workspace;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: workspace.name,
      namespace: DEFAULT_NAMESPACE,
      ...(workspace.description && { description: workspace.description }),
      ...(KubernetesValidatorFunctions.isValidLabelValue(environment) && {
        labels: { [LABEL_ENVIRONMENT]: environment },
      }),
      annotations: {
        ...locationAnnotations(`workspaces/${id}`),
        [ANNOTATION_WORKSPACE_ID]: id,
        ...(workspace.account && { [ANNOTATION_ACCOUNT]: workspace.account }),
      },
      links: toLinks(workspace, options.appBaseUrl),
    },
    spec: {
      type: ENTITY_TYPE_WORKSPACE,
      owner: workspace.owner,
      ...(workspace.system && { system: workspace.system }),
      dependsOn: [
        stringifyEntityRef({
          kind: 'component',
          namespace: DEFAULT_NAMESPACE,
          name: workspace.module.name,
        }),
        ...(options.account ? [options.account.entityRef] : []),
      ],
    },
  };
}

/** The catalog accepts only absolute addresses. */
function toLinks(
  { id, latestRun }: Workspace,
  appBaseUrl: string,
): EntityLink[] {
  const base = `${appBaseUrl.replace(/\/+$/, '')}/terraform`;
  const links = [
    { url: `${base}/workspaces/${encodeURIComponent(id)}`, title: 'Workspace' },
  ];
  if (latestRun) {
    links.push({
      url: `${base}/runs/${encodeURIComponent(latestRun.id)}`,
      title: `Run ${latestRun.number}`,
    });
  }
  return links;
}
