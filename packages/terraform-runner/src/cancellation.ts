import type { CancelMode } from './index';

/**
 * The wish to end a phase early. It only grows: from nothing to graceful to force, and the first reason stays.
 */
export class Cancellation {
  readonly #controller = new AbortController();
  readonly #listeners = new Set<(mode: CancelMode) => void>();
  #mode?: CancelMode;
  #reason = '';

  /** Aborted with the first request. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get mode(): CancelMode | undefined {
    return this.#mode;
  }

  /** Why, as the beginning of a sentence: "The plan was canceled". */
  get reason(): string {
    return this.#reason;
  }

  request(mode: CancelMode, reason: string): void {
    if (this.#mode === mode || this.#mode === 'force') {
      return;
    }
    this.#mode = mode;
    this.#reason ||= reason;
    this.#controller.abort();
    for (const listener of this.#listeners) {
      listener(mode);
    }
  }

  /** Calls the listener with every step up; answers the function that ends it. */
  onRequest(listener: (mode: CancelMode) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
