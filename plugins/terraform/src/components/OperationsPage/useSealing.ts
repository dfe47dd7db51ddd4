import type { SealingStatus } from '@planroom/backstage-plugin-terraform-common';
import {
  useTerraformQuery,
  type TerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useEffect, useRef } from 'react';

const POLL_MS = 2_000;

/** The sealing keys: read once, because every record is counted for it, and again only while a round runs. */
export function useSealing(): TerraformQuery<SealingStatus> {
  const query = useTerraformQuery(
    (api, signal) => api.getSealing({ signal }),
    [],
  );
  const latest = useRef(query);
  latest.current = query;
  const running = query.value?.running !== undefined;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden && !latest.current.loading) latest.current.reload();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [running]);
  return query;
}
