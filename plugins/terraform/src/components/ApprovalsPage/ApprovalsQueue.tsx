import { Flex, Text } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import { shortName } from '@planroom/backstage-plugin-terraform-common';
import { ApproveDialog } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { FilterSelect } from '../FilterSelect';
import { ApprovalsTable } from './ApprovalsTable';
import { RISKS, riskOf } from './risk';
import { useQueueKeys } from './useQueueKeys';

type Filters = { environment?: string; owner?: string; risk?: string };

function optionsOf(values: string[], label = (value: string) => value) {
  return [...new Set(values)]
    .sort()
    .map(value => ({ value, label: label(value) }));
}

/** The queue with its filters and keys: j and k move, Enter opens, a approves and r rejects. */
export const ApprovalsQueue = (props: {
  runs: Run[];
  onDecided: () => void;
}) => {
  const { runs, onDecided } = props;
  const links = useTerraformLinks();
  const navigate = useNavigate();
  const [filters, setFilters] = useState<Filters>({});
  const [currentId, setCurrentId] = useState<string>();
  const [deciding, setDeciding] = useState<{
    run: Run;
    decision: 'approve' | 'reject';
  }>();

  const shown = runs.filter(
    run =>
      (!filters.environment || run.environment === filters.environment) &&
      (!filters.owner || run.owner === filters.owner) &&
      (!filters.risk || riskOf(run) === filters.risk),
  );
  const found = shown.findIndex(({ id }) => id === currentId);
  const index = Math.max(found, 0);
  const current: Run | undefined = shown[index];
  const move = (step: number) =>
    setCurrentId(
      shown[Math.min(Math.max(index + step, 0), shown.length - 1)]?.id,
    );
  const decide = (decision: 'approve' | 'reject') =>
    current && setDeciding({ run: current, decision });

  useQueueKeys(
    {
      j: () => move(1),
      k: () => move(-1),
      Enter: () => current && navigate(links.run(current.id)),
      a: () => decide('approve'),
      r: () => decide('reject'),
    },
    deciding === undefined,
  );

  return (
    <Flex direction="column" gap="3">
      <Flex gap="3" style={{ flexWrap: 'wrap' }}>
        <FilterSelect
          label="Environment"
          all="All environments"
          options={optionsOf(runs.map(run => run.environment))}
          value={filters.environment}
          onChange={environment => setFilters({ ...filters, environment })}
        />
        <FilterSelect
          label="Owner"
          all="All owners"
          options={optionsOf(
            runs.map(run => run.owner),
            shortName,
          )}
          value={filters.owner}
          onChange={owner => setFilters({ ...filters, owner })}
        />
        <FilterSelect
          label="Risk"
          all="Every risk"
          options={RISKS.map(({ id, label }) => ({ value: id, label }))}
          value={filters.risk}
          onChange={risk => setFilters({ ...filters, risk })}
        />
      </Flex>
      <ApprovalsTable runs={shown} currentId={current?.id} />
      <Text as="p" color="secondary">
        Keys: j and k move, Enter opens the run, a approves, r rejects.
      </Text>
      {deciding && (
        <ApproveDialog
          open
          run={deciding.run}
          decision={deciding.decision}
          onClose={() => setDeciding(undefined)}
          onDecided={() => {
            setDeciding(undefined);
            onDecided();
          }}
          onReplanned={next => navigate(links.run(next.id))}
        />
      )}
    </Flex>
  );
};
