import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { ANNOTATION_MODULE } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { templateFor } from './templateFor';
import { useTerraformLinks } from './useTerraformLinks';

/** Where a module is created from: the form of the template that names it in its annotation, filled in as far as the module tells. */
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
    const found = templateFor(
      module,
      (value?.items ?? []).map(({ metadata }) => ({
        template: metadata,
        modules: metadata.annotations?.[ANNOTATION_MODULE] ?? '',
      })),
    );
    if (!found) {
      return undefined;
    }
    const link = links.template({
      namespace: found.template.namespace ?? 'default',
      templateName: found.template.name,
    });
    return found.formData
      ? link &&
          `${link}?formData=${encodeURIComponent(
            JSON.stringify(found.formData),
          )}`
      : link;
  };
}
