import { Flex } from '@backstage/ui';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import type { RunsLinkFilters } from '../../hooks/useTerraformLinks';
import { RUN_GROUPS } from '../../runGroups';
import { AccountFilter } from '../AccountFilter';
import { FilterSelect } from '../FilterSelect';

const WORKSPACES_MAX = 200;

/** By status, environment, workspace and account. */
export const RunsFilters = (props: {
  filters: RunsLinkFilters;
  onChange: (filters: RunsLinkFilters) => void;
}) => {
  const { filters, onChange } = props;
  const environments = useTerraformQuery(
    (api, signal) => api.listEnvironments({ signal }),
    [],
  );
  const workspaces = useTerraformQuery(
    (api, signal) => api.listWorkspaces({ limit: WORKSPACES_MAX }, { signal }),
    [],
  );
  const known = workspaces.value?.items ?? [];
  const unlisted =
    filters.workspace && !known.some(({ id }) => id === filters.workspace)
      ? [{ value: filters.workspace, label: 'One workspace' }]
      : [];
  return (
    <Flex gap="3" style={{ flexWrap: 'wrap' }}>
      <FilterSelect
        label="Status"
        all="Every status"
        options={RUN_GROUPS.map(({ id, label }) => ({ value: id, label }))}
        value={filters.group}
        onChange={group => onChange({ ...filters, group })}
      />
      <FilterSelect
        label="Environment"
        all="All environments"
        options={(environments.value ?? []).map(({ name }) => ({
          value: name,
          label: name,
        }))}
        value={filters.environment}
        onChange={environment => onChange({ ...filters, environment })}
      />
      <FilterSelect
        label="Workspace"
        all="All workspaces"
        options={[
          ...unlisted,
          ...known.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={filters.workspace}
        onChange={workspace => onChange({ ...filters, workspace })}
      />
      <AccountFilter
        value={filters.account}
        onChange={account => onChange({ ...filters, account })}
      />
    </Flex>
  );
};
