import { Container, Flex, Link, Text } from '@backstage/ui';
import {
  EmptyState,
  useTerraformQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { statusesOf } from '../../runGroups';
import { DataState } from '../DataState';
import { ViewHeader } from '../ViewHeader';
import { ApprovalsQueue } from './ApprovalsQueue';
import { byRisk } from './risk';

const QUEUE_MAX = 200;

/** What waits for me, most risky first? */
export const ApprovalsPage = () => {
  const query = useTerraformQuery(async (api, signal) => {
    const [mine, all] = await Promise.all([
      api.listRuns(
        { waitingForMyApproval: 'true', limit: QUEUE_MAX },
        { signal },
      ),
      api.listRuns(
        { status: statusesOf('waiting'), limit: QUEUE_MAX },
        { signal },
      ),
    ]);
    const ids = new Set(mine.items.map(({ id }) => id));
    return {
      mine: [...mine.items].sort(byRisk),
      others: all.items.filter(({ id }) => !ids.has(id)).length,
    };
  }, []);
  useTerraformSignal(query.reload);

  return (
    <Container>
      <Flex direction="column" gap="4">
        <ViewHeader
          title="Approvals"
          description="What waits for you, most risky first."
        />
        <DataState
          query={query}
          ready={query.value !== undefined}
          what="The list of approvals"
        >
          {query.value?.mine.length === 0 && (
            <NothingWaits others={query.value.others} />
          )}
          {query.value && query.value.mine.length > 0 && (
            <ApprovalsQueue runs={query.value.mine} onDecided={query.reload} />
          )}
        </DataState>
      </Flex>
    </Container>
  );
};

function NothingWaits({ others }: { others: number }) {
  const links = useTerraformLinks();
  const runs = others === 1 ? '1 run waits' : `${others} runs wait`;
  return (
    <EmptyState
      title={`Nothing waits for you. ${
        others === 0 ? 'No run waits' : runs
      } for others.`}
      text="A run appears here when its plan is ready and you are one of the people who may approve it."
      action={
        others > 0 ? (
          <Link href={links.runs({ group: 'waiting' })}>
            Show what waits for others
          </Link>
        ) : (
          <Text color="secondary">This page fills by itself.</Text>
        )
      }
    />
  );
}
