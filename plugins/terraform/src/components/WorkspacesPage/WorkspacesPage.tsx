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
import { AccountFilter } from '../AccountFilter';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { ViewHeader } from '../ViewHeader';
import { WorkspacesTable } from './WorkspacesTable';

const PAGE_SIZE = 50;

/** Everything that is deployed, or about to be. */
export const WorkspacesPage = () => {
  const links = useTerraformLinks();
  const [text, setText] = useState('');
  const [account, setAccount] = useState<string>();
  const search = useDebounced(text.trim());
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listWorkspaces(
        { search: search || undefined, account, cursor, limit: PAGE_SIZE },
        { signal },
      ),
    [search, account],
  );
  const ready = useListReady(query, [search, account].join(' '));
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
        <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
          <SearchField
            aria-label="Search workspaces"
            placeholder="Search name, module or owner"
            style={{ flex: '1 1 240px' }}
            value={text}
            onChange={setText}
          />
          <AccountFilter value={account} onChange={setAccount} />
        </Flex>
        <DataState query={query} ready={ready} what="The list of workspaces">
          <WorkspacesTable
            workspaces={query.items}
            emptyState={
              search || account ? (
                <EmptyState title={nothingFound(search, account)} />
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

function nothingFound(search: string, account: string | undefined): string {
  if (!search) return `You may see no workspace in ${account}`;
  return `Nothing${account ? ` in ${account}` : ''} matches "${search}"`;
}
