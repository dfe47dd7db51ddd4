import { useTerraformSignal } from '@planroom/backstage-plugin-terraform-react';
import { useEffect, useRef } from 'react';

const POLL_MS = 5_000;

/**
 * Reads again when something changed, and every five seconds while the page is visible: heartbeats, places and ages change without a
 * signal. A read that is still under way is not begun anew, however slow the backend is.
 */
export function useLiveReload(query: { loading: boolean; reload(): void }) {
  useTerraformSignal(query.reload);
  const latest = useRef(query);
  latest.current = query;
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && !latest.current.loading) latest.current.reload();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, []);
}
