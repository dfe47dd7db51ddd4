import { useApi } from '@backstage/core-plugin-api';
import type { RunEvent } from '@planroom/backstage-plugin-terraform-common';
import { useEffect, useReducer, useRef } from 'react';
import { runEventsApiRef } from '../api';
import {
  addEvents,
  noEvents,
  type RunEventsMemory,
  type RunEventsState,
} from './runEventsState';

type Action =
  | { type: 'start' }
  | { type: 'connected'; connected: boolean }
  | { type: 'events'; events: RunEvent[] };

function reduce(memory: RunEventsMemory, action: Action): RunEventsMemory {
  switch (action.type) {
    case 'start':
      return noEvents;
    case 'connected':
      return memory.connected === action.connected
        ? memory
        : { ...memory, connected: action.connected };
    default:
      return { ...addEvents(memory, action.events), connected: true };
  }
}

/** Follows the stream of one run from its beginning. `onStatus` is called once per batch that holds a status event. */
export function useRunEvents(
  runId: string,
  onStatus: () => void,
): RunEventsState {
  const runEvents = useApi(runEventsApiRef);
  const [memory, dispatch] = useReducer(reduce, noEvents);
  const status = useRef(onStatus);
  status.current = onStatus;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const connected = (value: boolean) => {
      if (!signal.aborted) dispatch({ type: 'connected', connected: value });
    };
    dispatch({ type: 'start' });
    runEvents
      .subscribe(runId, {
        signal,
        onOpen: () => connected(true),
        onError: () => connected(false),
        onEvents(events) {
          if (signal.aborted) return;
          dispatch({ type: 'events', events });
          if (events.some(event => event.event === 'status')) status.current();
        },
      })
      .catch(() => undefined) // what was refused here is refused, with words, when the run is read
      .finally(() => connected(false));
    return () => controller.abort();
  }, [runEvents, runId]);

  return memory;
}
