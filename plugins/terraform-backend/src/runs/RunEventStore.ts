import { insertInPieces } from '../database/insertInPieces';
import {
  isFinalStatus,
  LogLine,
  LogPage,
  PhaseName,
  RunEvent,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';

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

/** Reads a run's sequence of events. */
export class RunEventStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
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

  /** Log lines from an offset (number of lines before), about `limit` of them; where there are none, whether retention removed them. */
  async readLog(
    runId: string,
    phase: PhaseName,
    offset: number,
    limit: number,
  ): Promise<Omit<LogPage, 'complete'>> {
    const log = () =>
      this.#knex('run_events').where({ run_id: runId, phase, event: 'log' });
    const [{ first }] = await log()
      .andWhere('log_offset', '<=', offset)
      .max({ first: 'log_offset' });
    const chunks = await log()
      .select('log_offset', 'data')
      .andWhere('log_offset', '>=', first ?? 0)
      .orderBy('log_offset')
      .limit(Math.ceil(limit / MAX_LINES_PER_EVENT) + 50);
    const lines: LogLine[] = [];
    for (const chunk of chunks) {
      const stored: LogLine[] = JSON.parse(chunk.data).lines;
      const skip = Math.max(0, offset - chunk.log_offset);
      if (lines.length >= limit) break;
      lines.push(...stored.slice(skip));
    }
    const removedAt =
      lines.length === 0 ? await this.#logRemovedAt(runId, phase) : undefined;
    return {
      lines,
      nextOffset: offset + lines.length,
      ...(removedAt && { removedAt }),
    };
  }

  async #logRemovedAt(
    runId: string,
    phase: PhaseName,
  ): Promise<string | undefined> {
    const [row] = await this.#knex('phases')
      .select('log_removed_at')
      .where({ run_id: runId, phase });
    return row?.log_removed_at ?? undefined;
  }
}
