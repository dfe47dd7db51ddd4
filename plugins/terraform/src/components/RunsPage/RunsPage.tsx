import { Button, ButtonLink, Container, Flex } from '@backstage/ui';
import {
  EmptyState,
  usePagedQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useSearchParams } from 'react-router-dom';
import { useListReady } from '../../hooks/useListReady';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { statusesOf } from '../../runGroups';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { RunsTable } from '../RunsTable';
import { ViewHeader } from '../ViewHeader';
import { RunsFilters } from './RunsFilters';

const PAGE_SIZE = 50;

/** All runs that the person may see, newest first; the filters stand in the address, so that a list can be sent to somebody. */
export const RunsPage = () => {
  const links = useTerraformLinks();
  const [search, setSearch] = useSearchParams();
  const group = search.get('group') ?? undefined;
  const environment = search.get('environment') ?? undefined;
  const workspace = search.get('workspace') ?? undefined;
  const account = search.get('account') ?? undefined;
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listRuns(
        {
          status: statusesOf(group),
          environment,
          workspace,
          account,
          cursor,
          limit: PAGE_SIZE,
        },
        { signal },
      ),
    [group, environment, workspace, account],
  );
  const ready = useListReady(
    query,
    [group, environment, workspace, account].join(' '),
  );
  useTerraformSignal(query.reload);

  const filtered = Boolean(group || environment || workspace || account);
  const empty = filtered ? (
    <EmptyState
      title="No run matches these filters"
      action={
        <Button variant="secondary" onPress={() => setSearch({})}>
          Show all runs
        </Button>
      }
    />
  ) : (
    <EmptyState
      title="No runs yet"
      text="Every change of infrastructure is a run: requested, planned, approved and applied. Create something from a template to start the first one."
      action={
        links.create && <ButtonLink href={links.create}>Create</ButtonLink>
      }
    />
  );

  return (
    <Container>
      <Flex direction="column" gap="4">
        <ViewHeader title="Runs" />
        <RunsFilters
          filters={{ group, environment, workspace, account }}
          onChange={filters =>
            setSearch(
              Object.fromEntries(
                Object.entries(filters).filter(([, value]) => value),
              ) as Record<string, string>,
              { replace: true },
            )
          }
        />
        <DataState query={query} ready={ready} what="The list of runs">
          <RunsTable runs={query.items} emptyState={empty} />
          <LoadMore query={query} />
        </DataState>
      </Flex>
    </Container>
  );
};
