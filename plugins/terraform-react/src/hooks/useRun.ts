import {
  isFinalStatus,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import { useEffect, useMemo } from 'react';
import { settleProgress, type RunEventsState } from './runEventsState';
import { useRunEvents } from './useRunEvents';
import { useSignalOnly } from './useTerraformSignal';
import { useTerraformQuery } from './useTerraformQuery';

const POLL_MS = 5_000;

/** What {@link useRun} answers. @public */
export interface RunQuery {
  /** The run as it was last read. */
  run?: Run;
  /** Whether it is being read. */
  loading: boolean;
  /** Why it could not be read. */
  error?: Error;
  /** Reads it again; the old one stays until then. */
  reload(): void;
  /** What its stream has told. */
  events: RunEventsState;
}

/**
 * One run, live: read once, read again at each change of status, with its log and progress as they happen. Only while the stream is
 * cut is the run polled, until it has ended.
 *
 * @public
 */
export function useRun(runId: string): RunQuery {
  const { value, loading, error, reload } = useTerraformQuery(
    (api, signal) => api.getRun(runId, { signal }),
    [runId],
  );
  const told = useRunEvents(runId, reload);
  const ended = value !== undefined && isFinalStatus(value.status);
  const events = useMemo(
    () => (ended ? { ...told, progress: settleProgress(told.progress) } : told),
    [told, ended],
  );
  // An approval that is not the last one changes the run but not its status.
  useSignalOnly(reload, message => message.runId === runId);

  const cut = !events.connected && value !== undefined && !ended;
  useEffect(() => {
    if (!cut) return undefined;
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [cut, reload]);

  return { run: value, loading, error, reload, events };
}
