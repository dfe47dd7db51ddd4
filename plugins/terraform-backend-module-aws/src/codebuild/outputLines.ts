import type { OutputRecord } from '@planroom/terraform-runner';

/** How far the log of a build has been read. */
export interface LogCursor {
  /** where CloudWatch Logs goes on; absent at the beginning */
  token?: string;
  /** number of the next record of the runner */
  record: number;
  /** number of the next line of the machine */
  line: number;
}

/** One event of CloudWatch Logs. */
export interface LogEvent {
  message: string;
  /** milliseconds since the epoch */
  timestamp: number;
}

const START: LogCursor = { record: 0, line: 0 };

/** Absent and empty cursors are the beginning. */
export function parseCursor(cursor: string | undefined): LogCursor {
  return cursor ? { ...START, ...JSON.parse(cursor) } : START;
}

export function formatCursor(cursor: LogCursor): string {
  return JSON.stringify(cursor);
}

/**
 * Makes records of the lines of a build. What was read before is left out, so that a log can be read from its beginning again when its
 * token has expired; `seen` counts the machine's lines of this reading.
 */
export function takeLines(
  cursor: LogCursor,
  events: LogEvent[],
  seen: number,
): { records: OutputRecord[]; cursor: LogCursor; seen: number } {
  const records: OutputRecord[] = [];
  let { record, line } = cursor;
  let read = seen;
  for (const event of events) {
    const text = event.message.replace(/\r?\n$/, '');
    const numbered = parseRecord(text);
    if (numbered) {
      if (numbered.n >= record) {
        records.push(numbered.record);
        record = numbered.n + 1;
      }
      continue;
    }
    if (read >= line && text !== '') {
      records.push({
        kind: 'log',
        at: new Date(event.timestamp).toISOString(),
        level: 'debug',
        text,
        type: 'codebuild',
      });
    }
    read += 1;
    line = Math.max(line, read);
  }
  return { records, cursor: { ...cursor, record, line }, seen: read };
}

/** The records of `output.ndjson` from a number on. */
export function recordsFrom(ndjson: string, from: number): OutputRecord[] {
  return ndjson
    .split('\n')
    .filter(Boolean)
    .slice(from)
    .map(line => JSON.parse(line));
}

/** Whether a line tells that the build is about to end. */
export function tellsEnd(event: LogEvent): boolean {
  return (
    event.message.includes('"Step hand-over"') ||
    event.message.includes('"type":"end"') ||
    /Phase complete: (BUILD|POST_BUILD)/.test(event.message)
  );
}

function parseRecord(
  text: string,
): { n: number; record: OutputRecord } | undefined {
  if (!text.startsWith('{"n":')) return undefined;
  try {
    const { n, ...record } = JSON.parse(text);
    return Number.isInteger(n) && ['log', 'progress'].includes(record.kind)
      ? { n, record }
      : undefined;
  } catch {
    return undefined;
  }
}
