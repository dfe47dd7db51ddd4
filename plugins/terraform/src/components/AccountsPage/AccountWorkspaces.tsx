import { Text } from '@backstage/ui';
import type { Account } from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  usePagedQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useListReady } from '../../hooks/useListReady';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { Section } from '../Section';
import { WorkspacesTable } from '../WorkspacesPage/WorkspacesTable';

const PAGE_SIZE = 50;

/** What is deployed in an account. */
export const AccountWorkspaces = ({ account }: { account: Account }) => {
  const { name } = account;
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listWorkspaces(
        { account: name, cursor, limit: PAGE_SIZE },
        { signal },
      ),
    [name],
  );
  const ready = useListReady(query, name);
  const hidden = query.hasMore ? 0 : account.workspaces - query.items.length;
  return (
    <Section title="Workspaces">
      <DataState query={query} ready={ready} what="The list of workspaces">
        <WorkspacesTable
          workspaces={query.items}
          emptyState={
            <EmptyState
              title={
                hidden > 0
                  ? 'You may see none of its workspaces'
                  : 'No workspace uses this account yet'
              }
            />
          }
        />
        <LoadMore query={query} />
        {hidden > 0 && (
          <Text as="p" color="secondary">
            {hidden === 1
              ? 'One more workspace uses it that you may not see.'
              : `${hidden} more workspaces use it that you may not see.`}
          </Text>
        )}
      </DataState>
    </Section>
  );
};
