import {
  LogLine,
  LogPage,
  PhaseName,
  RunEvent,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';

/** The most lines that one log event holds. */
export const MAX_LINES_PER_EVENT = 500;

type EventInput =
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
  await trx('runs').where({ id: runId }).increment('event_seq', events.length);
  const [{ event_seq: last }] = await trx('runs')
    .select('event_seq')
    .where({ id: runId });
  const at = new Date().toISOString();
  await trx.batchInsert(
    'run_events',
    events.map((event, position) => ({
      run_id: runId,
      seq: last - events.length + position + 1,
      event: event.event,
      phase: 'phase' in event.data ? event.data.phase : null,
      log_offset: event.event === 'log' ? event.data.offset : null,
      data: JSON.stringify(event.data),
      at,
    })),
    50,
  );
}

/** Reads a run's sequence of events. */
export class RunEventStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Events after a place in the sequence, at most `limit`. */
  async listAfter(
    runId: string,
    after: number,
    limit: number,
  ): Promise<RunEvent[]> {
    const rows = await this.#knex('run_events')
      .select('seq', 'event', 'data')
      .where({ run_id: runId })
      .andWhere('seq', '>', after)
      .orderBy('seq')
      .limit(limit);
    return rows.map(row => ({
      event: row.event,
      id: row.seq,
      data: JSON.parse(row.data),
    }));
  }

  /** Log lines from an offset (number of lines before), about `limit` of them. */
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
    return { lines, nextOffset: offset + lines.length };
  }
}
