import type { Account } from '../Account';
import { AwsError } from '../AwsError';
import type { Clock } from '../Clock';
import type { Faults } from '../Faults';
import type { Operations } from '../http/messages';
import type { LogGroup, LogStore, LogStream } from './LogStore';
import { readEvents, type GetLogEventsInput } from './readEvents';

interface StreamInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamName: string;
}

interface PageInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logGroupNamePrefix?: string;
  logStreamNamePrefix?: string;
  nextToken?: string;
  limit?: number;
}

const PAGE_DEFAULT = 50;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html */
export function logsOperations(options: {
  store: LogStore;
  account: Account;
  clock: Clock;
  faults: Faults;
}): Operations {
  const { store, account, clock } = options;

  const findGroup = (input: {
    logGroupName?: string;
    logGroupIdentifier?: string;
  }): LogGroup => {
    const group = store.group(groupName(input));
    if (!group) throw notFound('log group');
    return group;
  };
  const findStream = (input: StreamInput): LogStream => {
    const stream = findGroup(input).streams.get(input.logStreamName);
    if (!stream) throw notFound('log stream');
    return stream;
  };
  const groupArn = (group: LogGroup) =>
    account.arn('logs', `log-group:${group.name}`);

  return {
    CreateLogGroup: (input: { logGroupName: string }) => {
      if (store.group(input.logGroupName)) throw exists('log group');
      store.ensureGroup(input.logGroupName);
      return {};
    },
    CreateLogStream: (input: StreamInput) => {
      const group = findGroup(input);
      if (group.streams.has(input.logStreamName)) throw exists('log stream');
      store.ensureStream(group.name, input.logStreamName);
      return {};
    },
    PutLogEvents: (
      input: StreamInput & {
        logEvents: { timestamp: number; message: string }[];
      },
    ) => {
      const stream = findStream(input);
      for (const { timestamp, message } of input.logEvents) {
        store.append(stream, message, { timestamp });
      }
      return { nextSequenceToken: String(stream.events.length) };
    },
    DescribeLogGroups: (input: PageInput) => {
      const { items, nextToken } = page(
        store
          .groups()
          .filter(({ name }) =>
            name.startsWith(input.logGroupNamePrefix ?? ''),
          ),
        input,
      );
      return {
        logGroups: items.map(group => ({
          logGroupName: group.name,
          creationTime: group.createdAt,
          arn: `${groupArn(group)}:*`,
          logGroupArn: groupArn(group),
        })),
        nextToken,
      };
    },
    DescribeLogStreams: (input: PageInput) => {
      const group = findGroup(input);
      const { items, nextToken } = page(
        [...group.streams.values()]
          .filter(({ name }) =>
            name.startsWith(input.logStreamNamePrefix ?? ''),
          )
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        input,
      );
      return {
        logStreams: items.map(stream => ({
          logStreamName: stream.name,
          creationTime: stream.createdAt,
          firstEventTimestamp: stream.events[0]?.timestamp,
          lastEventTimestamp:
            stream.events[stream.events.length - 1]?.timestamp,
          arn: `${groupArn(group)}:log-stream:${stream.name}`,
        })),
        nextToken,
      };
    },
    GetLogEvents: (input: GetLogEventsInput) =>
      readEvents(findStream(input), input, {
        store,
        clock,
        faults: options.faults,
      }),
  };
}

function groupName(input: {
  logGroupName?: string;
  logGroupIdentifier?: string;
}): string {
  const given = input.logGroupName ?? input.logGroupIdentifier ?? '';
  return given.replace(/^arn:aws:logs:[^:]*:[^:]*:log-group:/, '');
}

function page<T>(all: T[], input: PageInput) {
  const from = Number(input.nextToken ?? 0);
  const to = from + (input.limit ?? PAGE_DEFAULT);
  return {
    items: all.slice(from, to),
    nextToken: to < all.length ? String(to) : undefined,
  };
}

function notFound(thing: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `The specified ${thing} does not exist.`,
  );
}

function exists(thing: string): AwsError {
  return new AwsError(
    'ResourceAlreadyExistsException',
    `The specified ${thing} already exists`,
  );
}
