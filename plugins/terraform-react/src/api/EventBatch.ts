import type { RunEvent } from '@planroom/backstage-plugin-terraform-common';

const BATCH_MS = 50;
const BATCH_EVENTS = 500;

/** Hands on events together, so that a screen renders once for many. */
export class EventBatch {
  readonly #deliver: (events: RunEvent[]) => void;
  #events: RunEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (events: RunEvent[]) => void) {
    this.#deliver = deliver;
  }

  add(event: RunEvent) {
    this.#events.push(event);
    if (this.#events.length >= BATCH_EVENTS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#deliver(events);
  }
}
