import { performance } from 'node:perf_hooks';
import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { OutputRecord } from '@planroom/terraform-runner';
import { isMissing, isThrottled } from './errors';
import { LogCursor, LogEvent, takeLines, tellsEnd } from './outputLines';
import { RateLimit } from './RateLimit';

const INTERVAL_MS = 1_000;
/** Throttled requests leave the quota to others for a while. */
const THROTTLED_MS = 2_000;

/** Where a build logs. */
export interface LogStream {
  groupName: string;
  streamName: string;
}

export interface LogPage {
  records: OutputRecord[];
  cursor: LogCursor;
  /** there may be more already */
  more: boolean;
  /** the build is about to end */
  tellsEnd: boolean;
}

/** Reads the log of one build, in turn with the others. There is one of these for each build that is followed. */
export class BuildLog {
  readonly #logs: CloudWatchLogsClient;
  readonly #limit: RateLimit;
  #readAt = -Infinity;
  /** lines of the machine that were seen since the beginning of the log, in this reading */
  #seen?: number;

  constructor(logs: CloudWatchLogsClient, limit: RateLimit) {
    this.#logs = logs;
    this.#limit = limit;
  }

  /** For how long there is no use in reading, in milliseconds. */
  get pauseMs(): number {
    const ownMs = this.#readAt + INTERVAL_MS - performance.now();
    return Math.max(0, ownMs, this.#limit.backlogMs);
  }

  /** What has come since the cursor. Pages may be empty without being the end: the end is a token that repeats. */
  async read(stream: LogStream, cursor: LogCursor): Promise<LogPage> {
    const nothing = { records: [], cursor, more: false, tellsEnd: false };
    await this.#limit.take();
    this.#readAt = performance.now();
    try {
      const { events = [], nextForwardToken } = await this.#logs.send(
        new GetLogEventsCommand({
          logGroupName: stream.groupName,
          logStreamName: stream.streamName,
          startFromHead: true,
          nextToken: cursor.token,
        }),
      );
      const read = events.map(toEvent);
      const taken = takeLines(cursor, read, this.#seen ?? cursor.line);
      this.#seen = taken.seen;
      const more = nextForwardToken !== cursor.token;
      if (more && events.length > 0) this.#readAt = -Infinity;
      return {
        records: taken.records,
        cursor: { ...taken.cursor, token: nextForwardToken },
        more,
        tellsEnd: read.some(tellsEnd),
      };
    } catch (error) {
      if (isThrottled(error)) {
        this.#limit.pause(THROTTLED_MS);
        return nothing;
      }
      // The stream comes with the first line.
      if (isMissing(error)) return nothing;
      // A token is good for 24 hours: the log is read from its beginning, and what was read is left out.
      if (cursor.token && isExpiredToken(error)) {
        this.#seen = 0;
        return { ...nothing, cursor: { ...cursor, token: undefined } };
      }
      throw error;
    }
  }
}

function isExpiredToken(error: unknown): boolean {
  return (error as Error).name === 'InvalidParameterException';
}

function toEvent(event: { message?: string; timestamp?: number }): LogEvent {
  return {
    message: event.message ?? '',
    timestamp: event.timestamp ?? Date.now(),
  };
}
