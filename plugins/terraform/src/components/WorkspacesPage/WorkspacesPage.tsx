import { ButtonLink, Container, Flex, SearchField } from '@backstage/ui';
import {
  EmptyState,
  usePagedQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useDebounced } from '../../hooks/useDebounced';
import { useListReady } from '../../hooks/useListReady';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { ViewHeader } from '../ViewHeader';
import { WorkspacesTable } from './WorkspacesTable';

const PAGE_SIZE = 50;

/** Everything that is deployed, or about to be. */
export const WorkspacesPage = () => {
  const links = useTerraformLinks();
  const [text, setText] = useState('');
  const search = useDebounced(text.trim());
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listWorkspaces(
        { search: search || undefined, cursor, limit: PAGE_SIZE },
        { signal },
      ),
    [search],
  );
  const ready = useListReady(query, search);
  useTerraformSignal(query.reload);

  return (
    <Container>
      <Flex direction="column" gap="4">
        <ViewHeader
          title="Workspaces"
          description="One workspace is one deployed instance of a module."
          actions={
            links.create && <ButtonLink href={links.create}>Create</ButtonLink>
          }
        />
        <SearchField
          aria-label="Search workspaces"
          placeholder="Search name, module or owner"
          value={text}
          onChange={setText}
        />
        <DataState query={query} ready={ready} what="The list of workspaces">
          <WorkspacesTable
            workspaces={query.items}
            emptyState={
              search ? (
                <EmptyState title={`Nothing matches "${search}"`} />
              ) : (
                <EmptyState
                  title="No workspaces yet"
                  text="Create something from a template: its workspace, with its runs and its state, then stands here."
                  action={
                    links.create && (
                      <ButtonLink href={links.create}>
                        Create from a template
                      </ButtonLink>
                    )
                  }
                />
              )
            }
          />
          <LoadMore query={query} />
        </DataState>
      </Flex>
    </Container>
  );
};
