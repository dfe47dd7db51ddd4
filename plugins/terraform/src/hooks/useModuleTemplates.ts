import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { ANNOTATION_MODULE } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from './useTerraformLinks';

/** Where a module is created from: the form of the template that names it in its annotation. */
export function useModuleTemplates(): (module: string) => string | undefined {
  const catalogApi = useApi(catalogApiRef);
  const links = useTerraformLinks();
  const { value } = useTerraformQuery(
    () =>
      catalogApi.getEntities({
        filter: { kind: 'Template' },
        fields: ['metadata.name', 'metadata.namespace', 'metadata.annotations'],
      }),
    [catalogApi],
  );
  return module => {
    const template = value?.items.find(
      ({ metadata }) => metadata.annotations?.[ANNOTATION_MODULE] === module,
    );
    return (
      template &&
      links.template({
        namespace: template.metadata.namespace ?? 'default',
        templateName: template.metadata.name,
      })
    );
  };
}
