import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { shortName } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';

/** The groups of the catalog as choices, by their names. */
export function useOwnerGroups(): Array<{ value: string; label: string }> {
  const catalogApi = useApi(catalogApiRef);
  const { value } = useTerraformQuery(
    () =>
      catalogApi.getEntities({
        filter: { kind: 'Group' },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      }),
    [catalogApi],
  );
  return (value?.items ?? [])
    .map(entity => stringifyEntityRef(entity))
    .map(ref => ({ value: ref, label: shortName(ref) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
