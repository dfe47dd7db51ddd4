import { setTimeout as sleep } from 'node:timers/promises';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Request, Response } from 'express';
import { RunNotifier } from '../runs/RunNotifier';
import { RunService } from '../runs/RunService';

const BATCH_MS = 100;
const LOOK_AGAIN_MS = 1_000;
const PING_MS = 20_000;

/** Streams that are open now, so that a shutdown can end them. */
export class EventStreams {
  readonly #open = new Set<() => void>();

  add(end: () => void): void {
    this.#open.add(end);
  }

  delete(end: () => void): void {
    this.#open.delete(end);
  }

  endAll(): void {
    for (const end of [...this.#open]) end();
  }
}

/** Lets one waiter go on when woken, also when the waking came before the waiting. */
class Waker {
  #woken = false;
  #resume: () => void = () => {};

  wake(): void {
    this.#woken = true;
    this.#resume();
  }

  async wait(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ms);
        this.#resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
  }
}

/**
 * Sends a run's sequence as server-sent events from where the client was (`Last-Event-ID`), and goes on until the run has ended. Each
 * event is read from the database, so any process can serve any run; this process's own changes wake the stream at once, those of
 * others are found a second later.
 */
export async function streamRunEvents(
  req: Request,
  res: Response,
  options: {
    runId: string;
    runs: RunService;
    notifier: RunNotifier;
    streams: EventStreams;
    credentials: BackstageCredentials;
  },
): Promise<void> {
  const { runId, runs, notifier, streams, credentials } = options;
  let position = parsePosition(req.get('last-event-id') ?? req.query.after);
  const waker = new Waker();
  let closed = false;
  const close = () => {
    closed = true;
    waker.wake();
  };
  const unsubscribe = notifier.onRunEvents(runId, () => waker.wake());
  streams.add(close);
  res.on('close', close);
  res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    // no-transform keeps the compression middleware from holding events back
    'Cache-Control': 'no-cache, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  const expires = credentials.expiresAt?.getTime() ?? Infinity;
  let lastSent = Date.now();
  try {
    while (!closed && Date.now() < expires) {
      const { events, ended } = await runs.readEvents(runId, position);
      const text = events
        .map(
          e =>
            `id: ${e.id}\nevent: ${e.event}\ndata: ${JSON.stringify(
              e.data,
            )}\n\n`,
        )
        .join('');
      if (text) {
        position = events[events.length - 1].id;
        lastSent = Date.now();
        if (!res.write(text)) await drained(res);
      } else if (Date.now() - lastSent > PING_MS) {
        lastSent = Date.now();
        res.write(': ping\n\n');
      }
      if (ended) break;
      // What comes within the batch time is sent together.
      await sleep(BATCH_MS);
      if (!closed && !text) await waker.wait(LOOK_AGAIN_MS);
    }
  } finally {
    unsubscribe();
    streams.delete(close);
    res.end();
  }
}

/** A place that cannot be one means the beginning. */
function parsePosition(text: unknown): number {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function drained(res: Response): Promise<void> {
  return new Promise(resolve => {
    res.once('drain', resolve);
    res.once('close', resolve);
  });
}
