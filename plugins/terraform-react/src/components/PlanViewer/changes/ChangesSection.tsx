import type {
  ChangeAction,
  Plan,
} from '@planroom/backstage-plugin-terraform-common';
import { useEffect, useState } from 'react';
import { useDebounced } from '../../../hooks/useDebounced';
import type { ChangeProgress } from '../../../hooks';
import { ChangeFilters } from './ChangeFilters';
import { ChangeList } from './ChangeList';
import { useChanges } from './useChanges';

const SEARCH_DEBOUNCE_MS = 300;

interface ChangesSectionProps {
  plan: Plan;
  progress: Record<string, ChangeProgress>;
  /** Nothing to do: only what stays can be shown. */
  empty: boolean;
}

/** The changes with what narrows them down. */
export function ChangesSection(props: ChangesSectionProps) {
  const { plan, progress, empty } = props;
  const [search, setSearch] = useState('');
  const [actions, setActions] = useState<ChangeAction[]>([]);
  const [unchanged, setUnchanged] = useState(false);
  const [grouped, setGrouped] = useState(false);
  const settled = useDebounced(search.trim(), SEARCH_DEBOUNCE_MS);
  const changes = useChanges(plan, { actions, search: settled, unchanged });

  // Groups are whole only when every change is known.
  const { hasMore, loading, error, loadMore } = changes;
  const more = grouped && hasMore && !loading && !error;
  useEffect(() => {
    if (more) loadMore();
  }, [more, loadMore]);

  const filtered = settled !== '' || actions.length > 0;
  return (
    <section aria-label="Changes">
      <ChangeFilters
        counts={plan}
        search={search}
        onSearch={setSearch}
        actions={actions}
        onActions={setActions}
        grouped={grouped}
        onGrouped={setGrouped}
        unchanged={unchanged}
        onUnchanged={setUnchanged}
      />
      {(!empty || unchanged || changes.items.length > 0) && (
        <ChangeList
          runId={plan.runId}
          changes={changes}
          grouped={grouped}
          progress={progress}
          onClearFilters={
            filtered
              ? () => {
                  setSearch('');
                  setActions([]);
                }
              : undefined
          }
        />
      )}
    </section>
  );
}
