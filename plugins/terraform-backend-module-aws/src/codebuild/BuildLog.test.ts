import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { BuildLog } from './BuildLog';
import { parseCursor } from './outputLines';
import { RateLimit } from './RateLimit';

const logs = mockClient(CloudWatchLogsClient);
const STREAM = { groupName: 'group', streamName: 'stream' };
const START = parseCursor(undefined);

const event = (message: string) => ({ message, timestamp: 0 });
const record = (n: number) =>
  event(
    JSON.stringify({ n, kind: 'log', at: '', level: 'info', text: `${n}` }),
  );
const error = (name: string) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400 } });

describe('BuildLog', () => {
  let limit: RateLimit;
  let log: BuildLog;

  beforeEach(() => {
    logs.reset();
    limit = new RateLimit(1_000);
    log = new BuildLog(
      new CloudWatchLogsClient({ region: 'eu-west-1' }),
      limit,
    );
  });

  it('goes on behind empty pages, until the token repeats', async () => {
    logs
      .on(GetLogEventsCommand)
      .resolvesOnce({ events: [record(0)], nextForwardToken: 'a' })
      .resolvesOnce({ events: [], nextForwardToken: 'b' })
      .resolvesOnce({ events: [record(1)], nextForwardToken: 'c' })
      .resolves({ events: [], nextForwardToken: 'c' });
    let cursor = START;
    const read = [];
    for (let more = true; more; ) {
      const page = await log.read(STREAM, cursor);
      read.push(...page.records);
      ({ cursor, more } = page);
    }
    expect(read).toHaveLength(2);
    expect(cursor).toEqual({ token: 'c', record: 2, line: 0 });
    expect(
      logs
        .commandCalls(GetLogEventsCommand)
        .map(call => call.args[0].input.nextToken),
    ).toEqual([undefined, 'a', 'b', 'c']);
  });

  it('has nothing to read before the stream is there', async () => {
    logs.on(GetLogEventsCommand).rejects(error('ResourceNotFoundException'));
    expect(await log.read(STREAM, START)).toEqual({
      records: [],
      cursor: START,
      more: false,
      tellsEnd: false,
    });
  });

  it('leaves the quota to others for a while when AWS throttles', async () => {
    logs.on(GetLogEventsCommand).rejects(error('ThrottlingException'));
    expect((await log.read(STREAM, START)).records).toEqual([]);
    expect(limit.backlogMs).toBeGreaterThan(1_000);
  });

  it('reads from the beginning when its token has expired, and takes nothing twice', async () => {
    const all = [event('machine'), record(0), record(1), record(2)];
    logs
      .on(GetLogEventsCommand)
      .rejectsOnce(error('InvalidParameterException'))
      .resolvesOnce({ events: all, nextForwardToken: 'new' });
    const before = { token: 'old', record: 2, line: 1 };
    const expired = await log.read(STREAM, before);
    expect(expired.cursor).toEqual({ record: 2, line: 1 });
    const again = await log.read(STREAM, expired.cursor);
    expect(again.records).toEqual([expect.objectContaining({ text: '2' })]);
    expect(again.cursor).toEqual({ token: 'new', record: 3, line: 1 });
  });

  it('tells what it does not understand', async () => {
    logs.on(GetLogEventsCommand).rejects(error('AccessDeniedException'));
    await expect(log.read(STREAM, START)).rejects.toThrow(
      'AccessDeniedException',
    );
  });
});
