import {
  CHANGE_ACTIONS,
  type ChangeAction,
  type Plan,
  type PlanChange,
} from '@planroom/backstage-plugin-terraform-common';
import { usePagedQuery, type PagedQuery } from '../../../hooks';

const PAGE_SIZE = 200;

const ACTIONS = Object.keys(CHANGE_ACTIONS) as ChangeAction[];

export interface ChangesFilter {
  /** Empty for all. */
  actions: ChangeAction[];
  search: string;
  unchanged: boolean;
}

/** The changes of a plan page by page; the server has what destroys first. */
export function useChanges(
  plan: Plan,
  filter: ChangesFilter,
): PagedQuery<PlanChange> {
  const { search, unchanged } = filter;
  const action = ACTIONS.filter(name =>
    name === 'no-op'
      ? unchanged
      : filter.actions.length === 0 || filter.actions.includes(name),
  ).join(',');
  return usePagedQuery(
    (api, cursor, signal) =>
      api.listChanges(
        plan.runId,
        { action, search: search || undefined, limit: PAGE_SIZE, cursor },
        { signal },
      ),
    [plan.runId, search, action],
  );
}
