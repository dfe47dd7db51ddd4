import { ButtonLink, Flex, Text } from '@backstage/ui';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { ANNOTATION_MODULE } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { useModuleTemplates } from '../../hooks/useModuleTemplates';
import { DataState } from '../DataState';
import { ModuleInputs, ModuleOutputs } from '../ModuleTables';
import { useEntityAnnotation } from './useEntityAnnotation';

/** What the module of the entity asks and answers. */
export const ModuleCard = () => {
  const name = useEntityAnnotation(ANNOTATION_MODULE);
  const template = useModuleTemplates()(name);
  const query = useTerraformQuery(
    (api, signal) => api.getModule(name, { signal }),
    [name],
  );
  return (
    <EntityInfoCard
      title="Terraform module"
      headerActions={
        template && (
          <ButtonLink size="small" href={template}>
            Create
          </ButtonLink>
        )
      }
    >
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The module"
      >
        {query.value && (
          <Flex direction="column" gap="3">
            <Text as="h4" weight="bold">
              Inputs
            </Text>
            <ModuleInputs module={query.value} />
            <Text as="h4" weight="bold">
              Outputs
            </Text>
            <ModuleOutputs module={query.value} />
          </Flex>
        )}
      </DataState>
    </EntityInfoCard>
  );
};
