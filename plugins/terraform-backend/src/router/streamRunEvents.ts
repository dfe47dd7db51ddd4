import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Request, Response } from 'express';
import { RunEventTails } from '../runs/RunEventTail';

const PING_MS = 20_000;
/** The longest time that a timer can be set to. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Streams that are open now, so that they can be counted, and ended by a shutdown. */
export class EventStreams {
  readonly #open = new Set<() => void>();
  #ended = false;

  get size(): number {
    return this.#open.size;
  }

  /** One that comes while the portal stops, because its rights were still being looked up, is ended at once. */
  add(end: () => void): void {
    this.#open.add(end);
    if (this.#ended) end();
  }

  delete(end: () => void): void {
    this.#open.delete(end);
  }

  endAll(): void {
    this.#ended = true;
    for (const end of [...this.#open]) end();
  }
}

/**
 * Sends a run's sequence as server-sent events from where the client was (`Last-Event-ID`), and goes on until the run has ended, the
 * caller's sign-in is over or the portal stops. Any process can serve any run.
 */
export async function streamRunEvents(
  req: Request,
  res: Response,
  options: {
    runId: string;
    tails: RunEventTails;
    streams: EventStreams;
    credentials: BackstageCredentials;
  },
): Promise<void> {
  const { runId, tails, streams, credentials } = options;
  const position = parsePosition(req.get('last-event-id') ?? req.query.after);
  const viewer = tails.open(runId, position);
  const stop = new AbortController();
  const end = () => {
    viewer.close();
    stop.abort();
  };
  streams.add(end);
  res.on('close', end);
  // The client may have left while its rights were looked up.
  if (res.closed) end();
  res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    // no-transform keeps the compression middleware from holding events back
    'Cache-Control': 'no-cache, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  const expiry = setTimeout(end, validForMs(credentials));
  const ping = setInterval(() => {
    if (!res.writableNeedDrain) res.write(': ping\n\n');
  }, PING_MS);
  try {
    for await (const bytes of viewer) {
      ping.refresh();
      if (!res.write(bytes)) await drained(res, stop.signal);
    }
  } finally {
    clearTimeout(expiry);
    clearInterval(ping);
    viewer.close();
    streams.delete(end);
    // Who does not take what was sent would hold up the end for ever, and comes back to the same place.
    if (stop.signal.aborted && res.writableNeedDrain) res.destroy();
    else res.end();
  }
}

function validForMs({ expiresAt }: BackstageCredentials): number {
  if (!expiresAt) return MAX_TIMER_MS;
  return Math.min(Math.max(0, expiresAt.getTime() - Date.now()), MAX_TIMER_MS);
}

/** A place that cannot be one means the beginning. */
function parsePosition(text: unknown): number {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function drained(res: Response, stop: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      res.off('drain', done);
      stop.removeEventListener('abort', done);
      resolve();
    };
    res.on('drain', done);
    stop.addEventListener('abort', done);
    if (stop.aborted) done();
  });
}
