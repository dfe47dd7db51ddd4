import { AwsError } from '../AwsError';
import type { Clock } from '../Clock';
import type { Faults } from '../Faults';
import {
  EVENT_OVERHEAD_BYTES,
  type LogStore,
  type LogStream,
} from './LogStore';

export interface GetLogEventsInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamName: string;
  startTime?: number;
  endTime?: number;
  nextToken?: string;
  limit?: number;
  startFromHead?: boolean;
}

/** A place between two events of a stream, and the direction in which one reads on from it. */
interface Place {
  direction: 'f' | 'b';
  index: number;
}

const PAGE_MAX_EVENTS = 10_000;
const PAGE_MAX_BYTES = 1_048_576;
const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

/**
 * One page of a stream. As in AWS the end is not marked: there the token that was sent comes back.
 *
 * @throws AwsError `InvalidParameterException` for a bad limit, or a token that is none or older than a day
 */
export function readEvents(
  stream: LogStream,
  input: GetLogEventsInput,
  { store, clock, faults }: { store: LogStore; clock: Clock; faults: Faults },
) {
  const limit = input.limit ?? PAGE_MAX_EVENTS;
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX_EVENTS) {
    throw invalid(`The limit must be between 1 and ${PAGE_MAX_EVENTS}.`);
  }
  const readable = store.readable(stream);
  const place = startingPlace(input, readable, clock.now());
  const [from, to] = faults.takeEmptyLogPage()
    ? [place.index, place.index]
    : range(stream, place, readable, limit);
  const common = { now: clock.now(), sent: input.nextToken };
  return {
    events: stream.events
      .slice(from, to)
      .filter(
        ({ timestamp }) =>
          timestamp >= (input.startTime ?? 0) &&
          timestamp < (input.endTime ?? Infinity),
      ),
    nextForwardToken: nextToken(
      { direction: 'f', index: to },
      { ...common, atEnd: to >= readable },
    ),
    nextBackwardToken: nextToken(
      { direction: 'b', index: from },
      { ...common, atEnd: from === 0 },
    ),
  };
}

function startingPlace(
  input: GetLogEventsInput,
  readable: number,
  now: number,
): Place {
  if (input.nextToken === undefined) {
    return input.startFromHead
      ? { direction: 'f', index: 0 }
      : { direction: 'b', index: readable };
  }
  const [, direction, index, issuedAt] =
    /^([fb])\/(\d+)\/(\d+)\/[0-9a-f]+$/.exec(input.nextToken) ?? [];
  if (!direction) throw invalid('The specified nextToken is invalid.');
  if (now - Number(issuedAt) > TOKEN_LIFE_MS) {
    throw invalid('The specified nextToken has expired.');
  }
  return { direction: direction as 'f' | 'b', index: Number(index) };
}

/** As many events on from a place as fit on a page. */
function range(
  stream: LogStream,
  place: Place,
  readable: number,
  limit: number,
): [number, number] {
  let from = Math.min(place.index, readable);
  let to = from;
  let bytes = 0;
  const fits = (index: number) => {
    bytes +=
      Buffer.byteLength(stream.events[index].message) + EVENT_OVERHEAD_BYTES;
    return bytes <= PAGE_MAX_BYTES;
  };
  if (place.direction === 'f') {
    while (to < readable && to - from < limit && fits(to)) to += 1;
  } else {
    while (from > 0 && to - from < limit && fits(from - 1)) from -= 1;
  }
  return [from, to];
}

let serials = 0;

/** The token that was sent when there is nothing more in its direction, else a new one. */
function nextToken(
  place: Place,
  { now, sent, atEnd }: { now: number; sent?: string; atEnd: boolean },
): string {
  const { direction, index } = place;
  if (atEnd && sent?.startsWith(`${direction}/${index}/`)) return sent;
  // An empty page that is not the end must not look like the end.
  serials += 1;
  return `${direction}/${index}/${now}/${serials.toString(16)}`;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
