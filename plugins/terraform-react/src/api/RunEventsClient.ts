import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  fetchEventSource,
  type EventSourceMessage,
} from '@microsoft/fetch-event-source';
import {
  isFinalStatus,
  type RunEvent,
} from '@planroom/backstage-plugin-terraform-common';
import { EventBatch } from './EventBatch';
import type { RunEventsApi, SubscribeToRunOptions } from './runEventsApiRef';

const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 5_000;

const EVENT_NAMES: readonly string[] = ['status', 'progress', 'log'];

/** An answer that will be the same next time. */
class Refusal extends Error {
  constructor(readonly response: ResponseError) {
    super(response.message);
  }
}

/** The server has nothing more to say and says so. */
class EndOfRun extends Error {}

/**
 * Reads a run's server-sent events with the portal's own fetch, which carries the token (the browser's EventSource cannot). A cut
 * stream is resumed after the last event seen.
 *
 * @public
 */
export class RunEventsClient implements RunEventsApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  /** {@inheritdoc RunEventsApi.subscribe} */
  async subscribe(
    runId: string,
    options: SubscribeToRunOptions,
  ): Promise<void> {
    const { signal, lastEventId, onEvents, onOpen, onError } = options;
    const baseUrl = await this.#discoveryApi.getBaseUrl('terraform');
    if (signal.aborted) return;

    const batch = new EventBatch(events => {
      if (!signal.aborted) onEvents(events);
    });
    let ended = false;
    let cuts = 0;

    try {
      await fetchEventSource(
        `${baseUrl}/runs/${encodeURIComponent(runId)}/events`,
        {
          signal,
          fetch: this.#fetchApi.fetch,
          openWhenHidden: true,
          headers:
            lastEventId === undefined
              ? {}
              : { 'last-event-id': String(lastEventId) },
          async onopen(response) {
            if (response.status === 204) {
              throw new EndOfRun();
            }
            if (!response.ok) {
              const error = await ResponseError.fromResponse(response);
              throw mayPass(response.status) ? error : new Refusal(error);
            }
            onOpen?.();
          },
          onmessage(message) {
            const event = toRunEvent(message);
            if (!event) return;
            cuts = 0;
            batch.add(event);
            if (event.event === 'status') {
              ended = isFinalStatus(event.data.status);
            }
          },
          onclose() {
            if (!ended) throw new Error('The stream of the run was closed');
          },
          onerror(error) {
            batch.flush();
            if (error instanceof Refusal || error instanceof EndOfRun) {
              throw error;
            }
            onError?.(error instanceof Error ? error : new Error(`${error}`));
            cuts += 1;
            return retryDelayMs(cuts);
          },
        },
      );
    } catch (error) {
      if (error instanceof Refusal) throw error.response;
      if (!(error instanceof EndOfRun)) throw error;
    } finally {
      batch.flush();
    }
  }
}

function mayPass(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

function retryDelayMs(cuts: number): number {
  const delay = Math.min(RETRY_MIN_MS * 2 ** (cuts - 1), RETRY_MAX_MS);
  return delay / 2 + (Math.random() * delay) / 2;
}

function toRunEvent(message: EventSourceMessage): RunEvent | undefined {
  if (!EVENT_NAMES.includes(message.event) || !message.data) return undefined;
  return {
    event: message.event,
    id: Number(message.id),
    data: JSON.parse(message.data),
  } as RunEvent;
}
