import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Waker } from '../Waker';
import { FrameBatch, FrameWindow } from './FrameWindow';
import { RunEventStore } from './RunEventStore';
import { RunNotifier } from './RunNotifier';

const LIMITS = {
  /** what comes within this time is sent together */
  batchMs: 100,
  /** how soon events are found that another process has written */
  lookAgainMs: 250,
  /** about what one reading takes from the database */
  pageBytes: 256 * 1024,
  /** enough for a viewer who comes back after a broken connection, also when a run writes a lot */
  windowBytes: 2 * 1024 * 1024,
};
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;
const TELL_AGAIN_MS = 60_000;
/** A viewer is woken when there is something; this is only so that nobody can wait for ever. */
const WAIT_MS = 30_000;

export interface RunEventTailsOptions {
  events: Pick<RunEventStore, 'head' | 'listStoredAfter'>;
  notifier: RunNotifier;
  logger: LoggerService;
  limits?: Partial<typeof LIMITS>;
}

/** What all who watch a run share. */
class RunEventTail {
  readonly #runId: string;
  readonly #options: RunEventTailsOptions;
  readonly #limits: typeof LIMITS;
  readonly #onEmpty: () => void;
  readonly #viewers = new Set<Waker>();
  readonly #waker = new Waker();
  /** by place; those who are at the same place read together */
  readonly #pages = new Map<number, Promise<FrameBatch | undefined>>();
  #window?: FrameWindow;
  #ended = false;
  #toldAt = -Infinity;

  constructor(
    runId: string,
    options: RunEventTailsOptions,
    onEmpty: () => void,
  ) {
    this.#runId = runId;
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#onEmpty = onEmpty;
  }

  join(viewer: Waker): void {
    this.#viewers.add(viewer);
    if (this.#viewers.size === 1) this.#follow();
  }

  leave(viewer: Waker): void {
    if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
    this.#onEmpty();
    this.#waker.wake();
  }

  /** What follows a place in the sequence: `end` when nothing ever will, undefined when nothing does yet. */
  async next(position: number): Promise<FrameBatch | 'end' | undefined> {
    const window = this.#window;
    if (!window) return undefined;
    if (position < window.floor) {
      const page = await this.#readPage(position);
      // What is no longer there, retention has removed.
      if (page || this.#viewers.size === 0) return page;
    }
    return window.find(position) ?? (this.#ended ? 'end' : undefined);
  }

  async #follow(): Promise<void> {
    const { batchMs, lookAgainMs } = this.#limits;
    const { notifier } = this.#options;
    const unsubscribe = notifier.onRunEvents(this.#runId, () =>
      this.#waker.wake(),
    );
    while (this.#viewers.size > 0 && !this.#ended) {
      const found = await this.#patiently(() => this.#look());
      if (found || this.#ended) {
        for (const viewer of this.#viewers) viewer.wake();
      }
      if (found === 'more' || this.#ended) continue;
      await sleep(batchMs);
      if (!found) await this.#waker.wait(lookAgainMs - batchMs);
    }
    unsubscribe();
  }

  /** Reads what is new; the first look only finds out how far the sequence goes. */
  async #look(): Promise<'some' | 'more' | undefined> {
    const { events } = this.#options;
    const { pageBytes, windowBytes } = this.#limits;
    const head = await events.head(this.#runId);
    if (!this.#window) {
      this.#window = new FrameWindow(head?.last ?? 0, windowBytes);
      this.#ended = !head || head.ended;
      return 'some';
    }
    const window = this.#window;
    const before = window.last;
    if (head && head.last > before) {
      const page = await events.listStoredAfter(this.#runId, before, pageBytes);
      if (page.length > 0) window.add(new FrameBatch(page));
      else window.skipTo(head.last);
    }
    if (head && window.last < head.last) return 'more';
    // A run that was final with the first reading has no event that the second could miss.
    this.#ended = !head || head.ended;
    return window.last > before ? 'some' : undefined;
  }

  #readPage(position: number): Promise<FrameBatch | undefined> {
    const known = this.#pages.get(position);
    if (known) return known;
    const page = this.#patiently(async () => {
      const found = await this.#options.events.listStoredAfter(
        this.#runId,
        position,
        this.#limits.pageBytes,
      );
      return found.length > 0 ? new FrameBatch(found) : undefined;
    }).finally(() => this.#pages.delete(position));
    this.#pages.set(position, page);
    return page;
  }

  /** Tries again until it succeeds or nobody watches any more. */
  async #patiently<T>(read: () => Promise<T>): Promise<T | undefined> {
    let pauseMs = RETRY_MIN_MS;
    while (this.#viewers.size > 0) {
      try {
        return await read();
      } catch (error) {
        this.#tell(error as Error);
        await sleep(pauseMs);
        pauseMs = Math.min(2 * pauseMs, RETRY_MAX_MS);
      }
    }
    return undefined;
  }

  #tell(error: Error): void {
    if (performance.now() - this.#toldAt < TELL_AGAIN_MS) return;
    this.#toldAt = performance.now();
    this.#options.logger.warn(
      `The events of run ${
        this.#runId
      } cannot be read; those who watch it wait until they can`,
      error,
    );
  }
}

/** One who watches a run. Iterate it for the text to send; it ends when the run has ended and everything was given, or when closed. */
export class RunEventViewer {
  readonly #tail: RunEventTail;
  readonly #waker = new Waker();
  #position: number;
  #closed = false;

  constructor(tail: RunEventTail, position: number) {
    this.#tail = tail;
    this.#position = position;
    tail.join(this.#waker);
  }

  close(): void {
    this.#closed = true;
    this.#tail.leave(this.#waker);
    this.#waker.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
    while (!this.#closed) {
      const batch = await this.#tail.next(this.#position);
      if (batch instanceof FrameBatch) {
        const bytes = batch.after(this.#position);
        this.#position = batch.last;
        if (!this.#closed) yield bytes;
      } else if (batch === 'end') {
        return;
      } else {
        await this.#waker.wait(WAIT_MS);
      }
    }
  }
}

/**
 * The sequences of events of the runs that are watched in this process. Each run has one tail, however many watch it: it reads what is
 * new once, makes the text to send once, and keeps the newest of it in memory. A viewer pulls at its own speed, so a slow one holds
 * nothing up and one piece at most; whoever is behind what is in memory reads pages from the database until it has caught up. This
 * process's own events wake the tail at once, those of others are found a moment later. A database that is away makes everyone wait.
 */
export class RunEventTails {
  readonly #options: RunEventTailsOptions;
  readonly #tails = new Map<string, RunEventTail>();

  constructor(options: RunEventTailsOptions) {
    this.#options = options;
  }

  /** Number of runs that are watched. */
  get size(): number {
    return this.#tails.size;
  }

  /** Watches a run from a place in its sequence; must be closed. */
  open(runId: string, position: number): RunEventViewer {
    let tail = this.#tails.get(runId);
    if (!tail) {
      tail = new RunEventTail(runId, this.#options, () =>
        this.#tails.delete(runId),
      );
      this.#tails.set(runId, tail);
    }
    return new RunEventViewer(tail, position);
  }
}
