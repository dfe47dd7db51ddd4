import type { Clock } from '../Clock';

/** A line of a stream; times are milliseconds since the epoch. */
export interface LogEvent {
  timestamp: number;
  message: string;
  ingestionTime: number;
}

export interface LogStream {
  name: string;
  createdAt: number;
  events: LogEvent[];
}

export interface LogGroup {
  name: string;
  createdAt: number;
  streams: Map<string, LogStream>;
}

/** What CloudWatch Logs takes in one event, its own bytes included. */
const EVENT_MAX_BYTES = 1_048_576;
/** What CloudWatch Logs counts for an event besides its message. */
export const EVENT_OVERHEAD_BYTES = 26;

/** All log groups. Events become readable when they are ingested, in the order in which they came. */
export class LogStore {
  readonly #clock: Clock;
  readonly #groups = new Map<string, LogGroup>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  groups(): LogGroup[] {
    return [...this.#groups.values()].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  }

  group(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** Makes a group unless there is one. */
  ensureGroup(name: string): LogGroup {
    let group = this.#groups.get(name);
    if (!group) {
      group = { name, createdAt: this.#clock.now(), streams: new Map() };
      this.#groups.set(name, group);
    }
    return group;
  }

  /** Makes a stream, and its group, unless there is one. */
  ensureStream(groupName: string, streamName: string): LogStream {
    const { streams } = this.ensureGroup(groupName);
    let stream = streams.get(streamName);
    if (!stream) {
      stream = { name: streamName, createdAt: this.#clock.now(), events: [] };
      streams.set(streamName, stream);
    }
    return stream;
  }

  /** @param delayMs - how long it takes until the event can be read */
  append(
    stream: LogStream,
    message: string,
    options: { timestamp?: number; delayMs?: number } = {},
  ): void {
    const now = this.#clock.now();
    const before = stream.events[stream.events.length - 1];
    stream.events.push({
      timestamp: options.timestamp ?? now,
      message: cutToBytes(message, EVENT_MAX_BYTES - EVENT_OVERHEAD_BYTES),
      ingestionTime: Math.max(
        now + (options.delayMs ?? 0),
        before?.ingestionTime ?? 0,
      ),
    });
  }

  /** How many events of a stream can be read by now. */
  readable(stream: LogStream): number {
    const now = this.#clock.now();
    let count = stream.events.length;
    while (count > 0 && stream.events[count - 1].ingestionTime > now) {
      count -= 1;
    }
    return count;
  }
}

function cutToBytes(text: string, bytes: number): string {
  // No character has more than three bytes a UTF-16 unit.
  if (text.length * 3 <= bytes) return text;
  const buffer = Buffer.from(text);
  return buffer.length <= bytes
    ? text
    : buffer.subarray(0, bytes).toString('utf8');
}
