import {
  BreadcrumbEntry,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, Flex } from '@backstage/ui';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Module } from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { useModuleTemplates } from '../../hooks/useModuleTemplates';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { moduleRouteRef } from '../../routes';
import { DataState } from '../DataState';
import { Facts } from '../Facts';
import { ModuleInputs, ModuleOutputs } from '../ModuleTables';
import { Mono } from '../Mono';
import { Section } from '../Section';
import { ViewHeader } from '../ViewHeader';
import { cloudName } from '../../cloudName';

/** One module: what it makes, what it asks and what it answers. */
export const ModulePage = () => {
  const { moduleName } = useRouteRefParams(moduleRouteRef);
  const links = useTerraformLinks();
  const query = useTerraformQuery(
    (api, signal) => api.getModule(moduleName, { signal }),
    [moduleName],
  );
  return (
    <Container>
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="This module"
      >
        {query.value && (
          <BreadcrumbEntry
            entry={{
              label: query.value.title,
              href: links.module(moduleName),
            }}
          >
            <ModuleView module={query.value} />
          </BreadcrumbEntry>
        )}
      </DataState>
    </Container>
  );
};

function ModuleView({ module }: { module: Module }) {
  const template = useModuleTemplates()(module.name);
  return (
    <Flex direction="column" gap="4">
      <ViewHeader
        title={module.title}
        description={module.description}
        actions={template && <ButtonLink href={template}>Create</ButtonLink>}
      />
      <Facts
        facts={[
          {
            label: 'Version',
            value: (
              <Mono>
                {module.name} {module.version}
              </Mono>
            ),
          },
          { label: 'Cloud', value: cloudName(module.cloud) },
          { label: 'Category', value: module.category },
          { label: 'Lifecycle', value: module.lifecycle },
          {
            label: 'Owner',
            value: (
              <EntityRefLink entityRef={module.owner} defaultKind="group" />
            ),
          },
          {
            label: 'Catalog',
            value: (
              <EntityRefLink
                entityRef={module.entityRef}
                title="Open in the catalog"
              />
            ),
          },
        ]}
      />
      <Section title="Inputs">
        <ModuleInputs module={module} />
      </Section>
      <Section title="Outputs">
        <ModuleOutputs module={module} />
      </Section>
    </Flex>
  );
}
