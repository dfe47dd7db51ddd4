import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  accountRouteRef,
  accountsRouteRef,
  approvalsRouteRef,
  createRouteExternalRef,
  moduleRouteRef,
  modulesRouteRef,
  resourcesRouteRef,
  runRouteRef,
  runsRouteRef,
  templateExternalRouteRef,
  workspaceRouteRef,
  workspacesRouteRef,
} from '../routes';

/** Filters of the runs list, as they stand in its address. */
export type RunsLinkFilters = {
  group?: string;
  environment?: string;
  workspace?: string;
  account?: string;
};

/** Every address of the plugin in one place; a page that is switched off has none. */
export function useTerraformLinks() {
  const workspace = useRouteRef(workspaceRouteRef);
  const run = useRouteRef(runRouteRef);
  const module = useRouteRef(moduleRouteRef);
  const runs = useRouteRef(runsRouteRef);
  const account = useRouteRef(accountRouteRef);
  const template = useRouteRef(templateExternalRouteRef);
  return {
    workspaces: useRouteRef(workspacesRouteRef)?.() ?? '',
    approvals: useRouteRef(approvalsRouteRef)?.() ?? '',
    modules: useRouteRef(modulesRouteRef)?.() ?? '',
    resources: useRouteRef(resourcesRouteRef)?.() ?? '',
    accounts: useRouteRef(accountsRouteRef)?.() ?? '',
    create: useRouteRef(createRouteExternalRef)?.(),
    workspace: (workspaceId: string) => workspace?.({ workspaceId }) ?? '',
    run: (runId: string) => run?.({ runId }) ?? '',
    module: (moduleName: string) => module?.({ moduleName }) ?? '',
    account: (accountName: string) => account?.({ accountName }) ?? '',
    template: (params: { namespace: string; templateName: string }) =>
      template?.(params),
    runs: (filters: RunsLinkFilters = {}) => {
      const search = new URLSearchParams(
        Object.entries(filters).filter(([, value]) => Boolean(value)),
      ).toString();
      return `${runs?.() ?? ''}${search ? `?${search}` : ''}`;
    },
  };
}
