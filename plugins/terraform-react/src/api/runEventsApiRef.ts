import { createApiRef, type ApiRef } from '@backstage/core-plugin-api';
import type { RunEvent } from '@planroom/backstage-plugin-terraform-common';

/** Options of {@link RunEventsApi}. @public */
export interface SubscribeToRunOptions {
  /** Ends the subscription. */
  signal: AbortSignal;
  /** Only events after this one; without it the run is told from its beginning. */
  lastEventId?: number;
  /** New events in order, several at a time. */
  onEvents(events: RunEvent[]): void;
  /** Called each time the stream stands, the first time and after each cut. */
  onOpen?(): void;
  /** Called when the stream was cut; it is resumed by itself. */
  onError?(error: Error): void;
}

/** The live story of one run. @public */
export interface RunEventsApi {
  /**
   * Resolves when the run has ended and everything was told, or when the signal aborts. Rejects with `ResponseError` when the
   * server refuses (not signed in, not allowed, not found), which no retry would change.
   */
  subscribe(runId: string, options: SubscribeToRunOptions): Promise<void>;
}

/** The live story of runs, as {@link useRun} reads it. @public */
export const runEventsApiRef: ApiRef<RunEventsApi> = createApiRef<RunEventsApi>(
  { id: 'plugin.terraform.run-events' },
);
