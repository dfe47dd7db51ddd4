import type { Run } from '@planroom/backstage-plugin-terraform-common';
import {
  useTerraformQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useUserEntityRef } from '../../hooks/useUserEntityRef';
import { statusesOf } from '../../runGroups';

const COUNTED_MAX = 100;
const RECENT = 8;
const SHOWN = 5;
const FAILURE_MATTERS_MS = 14 * 24 * 60 * 60 * 1_000;

/** A number, or "100+" where there are more than were counted. */
function count(page: { items: unknown[]; nextCursor?: string }): string {
  return page.nextCursor ? `${page.items.length}+` : `${page.items.length}`;
}

/** A failure still needs its requester when nothing newer was tried in the workspace. */
function stillFailed(failed: Run[], newest: Run[], user: string | undefined) {
  const since = Date.now() - FAILURE_MATTERS_MS;
  const latest = new Map<string, number>();
  for (const run of [...failed, ...newest]) {
    const before = latest.get(run.workspaceId) ?? 0;
    latest.set(run.workspaceId, Math.max(before, run.number));
  }
  return failed.filter(
    run =>
      run.requestedBy === user &&
      Date.parse(run.statusAt) > since &&
      run.number === latest.get(run.workspaceId),
  );
}

/** What needs the person and what is going on. */
export function useOverview() {
  const user = useUserEntityRef();
  const query = useTerraformQuery(
    async (api, signal) => {
      const limit = COUNTED_MAX;
      const [waiting, failed, running, newest, workspaces] = await Promise.all([
        api.listRuns({ waitingForMyApproval: 'true', limit }, { signal }),
        api.listRuns({ status: statusesOf('failed'), limit }, { signal }),
        api.listRuns({ status: statusesOf('running'), limit }, { signal }),
        api.listRuns({ limit }, { signal }),
        api.listWorkspaces({ limit }, { signal }),
      ]);
      return {
        counts: {
          waiting: count(waiting),
          failed: count(failed),
          running: count(running),
          workspaces: count(workspaces),
        },
        waiting: waiting.items.slice(0, SHOWN),
        failed: stillFailed(failed.items, newest.items, user).slice(0, SHOWN),
        running: running.items.slice(0, RECENT),
        recent: newest.items.slice(0, RECENT),
        empty: workspaces.items.length === 0 && newest.items.length === 0,
      };
    },
    [user],
  );
  useTerraformSignal(query.reload);
  return query;
}
