import {
  Badge,
  ButtonLink,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Container,
  Flex,
  Grid,
  Link,
  Text,
} from '@backstage/ui';
import type { Module } from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  useTerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useModuleTemplates } from '../../hooks/useModuleTemplates';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { Mono } from '../Mono';
import { ViewHeader } from '../ViewHeader';
import { cloudName } from '../../cloudName';

/** What can be deployed. */
export const ModulesPage = () => {
  const query = useTerraformQuery(
    (api, signal) => api.listModules({ signal }),
    [],
  );
  const templateOf = useModuleTemplates();
  return (
    <Container>
      <Flex direction="column" gap="4">
        <ViewHeader
          title="Modules"
          description="What the platform team offers to deploy."
        />
        <DataState
          query={query}
          ready={query.value !== undefined}
          what="The list of modules"
        >
          {query.value?.length === 0 ? (
            <EmptyState
              title="No modules are offered yet"
              text="A module is a folder with Terraform files and a module.yaml below one of terraform.modules.locations in the configuration."
            />
          ) : (
            <Grid.Root columns={{ initial: '1', md: '2', lg: '3' }} gap="4">
              {query.value?.map(module => (
                <ModuleTile
                  key={module.name}
                  module={module}
                  template={templateOf(module.name)}
                />
              ))}
            </Grid.Root>
          )}
        </DataState>
      </Flex>
    </Container>
  );
};

function ModuleTile(props: { module: Module; template?: string }) {
  const { module, template } = props;
  const links = useTerraformLinks();
  return (
    <Card>
      <CardHeader>
        <Flex justify="between" align="start" gap="2">
          <Link
            href={links.module(module.name)}
            variant="body-large"
            weight="bold"
            standalone
          >
            {module.title}
          </Link>
          <Badge>{cloudName(module.cloud)}</Badge>
        </Flex>
        <Text as="p" color="secondary">
          <Mono>
            {module.name} {module.version}
          </Mono>
        </Text>
      </CardHeader>
      <CardBody>
        <Text as="p">{module.description}</Text>
      </CardBody>
      <CardFooter>
        <Flex justify="between" align="center" gap="2">
          <Text color="secondary">
            {count(module.variables.length, 'input')},{' '}
            {count(module.outputs.length, 'output')}
          </Text>
          {template && (
            <ButtonLink
              size="small"
              href={template}
              aria-label={`Create ${module.title}`}
            >
              Create
            </ButtonLink>
          )}
        </Flex>
      </CardFooter>
    </Card>
  );
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
