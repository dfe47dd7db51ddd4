import { ButtonLink, Container, Flex, Grid, Link } from '@backstage/ui';
import { EmptyState } from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { RunsTable } from '../RunsTable';
import { Section } from '../Section';
import { CountTile } from './CountTile';
import { NeedsYou } from './NeedsYou';
import { useOverview } from './useOverview';

/** What needs me, and what is going on? Each number leads to the list behind it. */
export const OverviewPage = () => {
  const query = useOverview();
  return (
    <Container>
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The overview"
        rows={8}
      >
        {query.value?.empty && <GettingStarted />}
        {query.value && !query.value.empty && (
          <OverviewContent overview={query.value} />
        )}
      </DataState>
    </Container>
  );
};

type Overview = NonNullable<ReturnType<typeof useOverview>['value']>;

function OverviewContent({ overview }: { overview: Overview }) {
  const links = useTerraformLinks();
  const { counts } = overview;
  return (
    <Flex direction="column" gap="4">
      <Grid.Root columns={{ initial: '2', md: '4' }} gap="4">
        <CountTile
          count={counts.waiting}
          label="Waiting for your approval"
          href={links.approvals}
        />
        <CountTile
          count={counts.running}
          label="Running now"
          href={links.runs({ group: 'running' })}
        />
        <CountTile
          count={counts.failed}
          label="Failed runs"
          href={links.runs({ group: 'failed' })}
        />
        <CountTile
          count={counts.workspaces}
          label="Workspaces"
          href={links.workspaces}
        />
      </Grid.Root>
      <NeedsYou waiting={overview.waiting} failed={overview.failed} />
      {overview.running.length > 0 && (
        <Section
          title="Running now"
          action={<Link href={links.runs({ group: 'running' })}>Show all</Link>}
        >
          <RunsTable runs={overview.running} />
        </Section>
      )}
      <Section
        title="Recent runs"
        action={<Link href={links.runs()}>Show all</Link>}
      >
        <RunsTable runs={overview.recent} emptyState="No runs yet" />
      </Section>
    </Flex>
  );
}

function GettingStarted() {
  const links = useTerraformLinks();
  return (
    <EmptyState
      title="Nothing is deployed yet"
      text="Choose a template, fill in its form, and Planroom plans the infrastructure with Terraform. You read the plan, the people who answer for the environment approve it, and exactly that plan is applied."
      action={
        <Flex gap="2" justify="center">
          {links.create && (
            <ButtonLink href={links.create}>Create from a template</ButtonLink>
          )}
          <ButtonLink variant="secondary" href={links.modules}>
            See the modules
          </ButtonLink>
        </Flex>
      }
    />
  );
}
