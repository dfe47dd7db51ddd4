import { ServiceUnavailableError } from '@backstage/errors';
import { insertInPieces } from '../database/insertInPieces';
import {
  isFinalStatus,
  LogLine,
  LogPage,
  PhaseName,
  RunEvent,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { LogChunk } from './LogBlob';
import { LogBlobs } from './LogBlobs';

/** The most lines that one log event holds. */
export const MAX_LINES_PER_EVENT = 500;
const MAX_EVENTS_PER_PAGE = 200;

/** An event before it has its place in the sequence. */
export type EventInput =
  | Omit<Extract<RunEvent, { event: 'status' }>, 'id'>
  | Omit<Extract<RunEvent, { event: 'progress' }>, 'id'>
  | Omit<Extract<RunEvent, { event: 'log' }>, 'id'>;

/** Appends to a run's sequence; must be part of the transaction that makes the events true. */
export async function appendRunEvents(
  trx: Knex.Transaction,
  runId: string,
  events: EventInput[],
): Promise<void> {
  if (events.length === 0) return;
  const [{ event_seq: last }] = await trx('runs')
    .where({ id: runId })
    .update({ event_seq: trx.raw('event_seq + ?', [events.length]) })
    .returning('event_seq');
  await insertRunEvents(trx, placeRunEvents(runId, events, last));
}

/** Gives events their places in a run's sequence, which ends with `last` then. */
export function placeRunEvents(
  runId: string,
  events: EventInput[],
  last: number,
): RunEventRow[] {
  const at = new Date().toISOString();
  return events.map((event, position) => ({
    run_id: runId,
    seq: last - events.length + position + 1,
    event: event.event,
    phase: 'phase' in event.data ? event.data.phase : null,
    log_offset: event.event === 'log' ? event.data.offset : null,
    data: JSON.stringify(event.data),
    at,
  }));
}

/** Writes events that have their places. */
export async function insertRunEvents(
  trx: Knex.Transaction,
  rows: RunEventRow[],
): Promise<void> {
  await insertInPieces(trx, 'run_events', rows);
}

/** An event as it is stored. */
export interface RunEventRow {
  run_id: string;
  seq: number;
  event: string;
  phase: PhaseName | null;
  log_offset: number | null;
  data: string;
  at: string;
}

/** An event as it is sent: its data is JSON already. */
export interface StoredRunEvent {
  id: number;
  event: string;
  data: string;
}

/** Where the log of a phase is. */
interface LogRow {
  phase_id: string;
  log_sealed: Buffer | null;
  log_removed_at: string | null;
}

/** Lines of a log; where there are none, when they were removed if they were. */
type LogPart = Pick<LogPage, 'lines' | 'removedAt'>;

/** Reads a run's sequence of events. */
export class RunEventStore {
  readonly #knex: Knex;
  readonly #logs?: LogBlobs;

  /** @param logs - those that were moved out of the database */
  constructor(knex: Knex, logs?: LogBlobs) {
    this.#knex = knex;
    this.#logs = logs;
  }

  /** How far a run's sequence goes and whether it ends there; undefined when there is no such run. */
  async head(
    runId: string,
  ): Promise<{ last: number; ended: boolean } | undefined> {
    const row = await this.#knex('runs')
      .first('status', 'event_seq')
      .where({ id: runId });
    return row && { last: row.event_seq, ended: isFinalStatus(row.status) };
  }

  /** Events after a place in the sequence, as many as have about `size` characters, but at least one if there are any. */
  async listStoredAfter(
    runId: string,
    after: number,
    size: number,
  ): Promise<StoredRunEvent[]> {
    const page = this.#knex('run_events')
      .select('seq', 'event', 'data')
      .where({ run_id: runId })
      .andWhere('seq', '>', after)
      .orderBy('seq')
      .limit(MAX_EVENTS_PER_PAGE);
    const measured = this.#knex(page.as('page')).select(
      'seq',
      'event',
      'data',
      // how much there is in the page before this event
      this.#knex.raw(
        'sum(length(data)) over (order by seq) - length(data) as ahead',
      ),
    );
    return this.#knex(measured.as('measured'))
      .select({ id: 'seq', event: 'event', data: 'data' })
      .where('ahead', '<', size)
      .orderBy('seq');
  }

  /** Addresses of the resources that a phase has told to be done. */
  async listDone(runId: string, phase: PhaseName): Promise<Set<string>> {
    const rows = await this.#knex('run_events')
      .select('data')
      .where({ run_id: runId, phase, event: 'progress' });
    return new Set(
      rows
        .map(row => JSON.parse(row.data))
        .filter(data => data.state === 'done')
        .map(data => data.address),
    );
  }

  /**
   * Log lines from an offset (number of lines before), about `limit` of them; where there are none, whether they were removed.
   *
   * @throws ServiceUnavailableError when the log is in a blob store that is not configured
   */
  async readLog(
    runId: string,
    phase: PhaseName,
    offset: number,
    limit: number,
  ): Promise<Omit<LogPage, 'complete'>> {
    const row = await this.#logRow(runId, phase);
    let part = await this.#readMoved(row, offset, limit);
    if (part.lines.length === 0) {
      const lines = await this.#readStored(runId, phase, offset, limit);
      if (lines.length > 0) part = { lines };
    }
    if (part.lines.length === 0 && !row?.log_sealed) {
      // It may have been moved, or removed, since the row was read.
      const again = await this.#logRow(runId, phase);
      part = await this.#readMoved(again, offset, limit);
    }
    return { ...part, nextOffset: offset + part.lines.length };
  }

  async #readStored(
    runId: string,
    phase: PhaseName,
    offset: number,
    limit: number,
  ): Promise<LogLine[]> {
    const log = () =>
      this.#knex('run_events').where({ run_id: runId, phase, event: 'log' });
    const [{ first }] = await log()
      .andWhere('log_offset', '<=', offset)
      .max({ first: 'log_offset' });
    const chunks: LogChunk[] = await log()
      .select('log_offset', 'data')
      .andWhere('log_offset', '>=', first ?? 0)
      .orderBy('log_offset')
      .limit(chunksFor(limit));
    return takeLines(chunks, offset, limit);
  }

  async #readMoved(
    row: LogRow | undefined,
    offset: number,
    limit: number,
  ): Promise<LogPart> {
    if (!row?.log_sealed) {
      return {
        lines: [],
        ...(row?.log_removed_at && { removedAt: row.log_removed_at }),
      };
    }
    if (!this.#logs) {
      throw new ServiceUnavailableError(
        'This log is kept in a bucket that the portal no longer knows; configure terraform.executors.codebuild again as it was',
      );
    }
    const log = await this.#logs.read({
      phaseId: row.phase_id,
      sealed: row.log_sealed,
    });
    // Somebody removed it there: all that is known is that it is gone now.
    if (!log) return { lines: [], removedAt: new Date().toISOString() };
    const chunks = log.chunksFrom(offset, chunksFor(limit));
    return { lines: takeLines(chunks, offset, limit) };
  }

  async #logRow(runId: string, phase: PhaseName): Promise<LogRow | undefined> {
    const [row] = await this.#knex('phases')
      .select('phase_id', 'log_sealed', 'log_removed_at')
      .where({ run_id: runId, phase });
    return row;
  }
}

/** Chunks can be small, but not all of a page are. */
function chunksFor(limit: number): number {
  return Math.ceil(limit / MAX_LINES_PER_EVENT) + 50;
}

/** Lines from an offset, which is in the first chunk or behind it; whole chunks until there are enough. */
function takeLines(
  chunks: LogChunk[],
  offset: number,
  limit: number,
): LogLine[] {
  const lines: LogLine[] = [];
  for (const chunk of chunks) {
    const stored: LogLine[] = JSON.parse(chunk.data).lines;
    const skip = Math.max(0, offset - chunk.log_offset);
    if (lines.length >= limit) break;
    lines.push(...stored.slice(skip));
  }
  return lines;
}
