import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { AwsEmulator } from '../AwsEmulator';

const DAY_MS = 24 * 60 * 60 * 1000;

let emulator: AwsEmulator;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  emulator = await AwsEmulator.start();
  logs = new CloudWatchLogsClient(emulator.clientConfig);
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/runs' }));
});

afterAll(async () => {
  logs.destroy();
  await emulator.close();
});

const write = (stream: string, messages: string[]) =>
  logs.send(
    new PutLogEventsCommand({
      logGroupName: '/runs',
      logStreamName: stream,
      logEvents: messages.map((message, i) => ({
        message,
        timestamp: 1000 + i,
      })),
    }),
  );

async function create(stream: string, messages: string[] = []) {
  await logs.send(
    new CreateLogStreamCommand({
      logGroupName: '/runs',
      logStreamName: stream,
    }),
  );
  if (messages.length) await write(stream, messages);
}

async function read(stream: string, more: object = {}) {
  const { events, nextForwardToken, nextBackwardToken } = await logs.send(
    new GetLogEventsCommand({
      logGroupName: '/runs',
      logStreamName: stream,
      startFromHead: true,
      ...more,
    }),
  );
  return {
    messages: events!.map(({ message }) => message),
    forward: nextForwardToken!,
    backward: nextBackwardToken!,
  };
}

/** Reads on until a token comes back, as AWS wants it. */
async function readAll(stream: string) {
  const pages: (string | undefined)[][] = [];
  let token: string | undefined;
  for (;;) {
    const page = await read(stream, { nextToken: token });
    pages.push(page.messages);
    if (page.forward === token) return pages;
    token = page.forward;
  }
}

it('keeps groups and streams', async () => {
  await expect(read('missing')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log stream does not exist.',
  });
  await expect(
    read('missing', { logGroupName: '/none' }),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await create('kept', ['a', 'b']);
  await expect(create('kept')).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
  });
  expect(
    await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/r' })),
  ).toMatchObject({
    logGroups: [
      {
        logGroupName: '/runs',
        arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/runs:*',
      },
    ],
  });
  expect(
    await logs.send(
      new DescribeLogStreamsCommand({
        logGroupName: '/runs',
        logStreamNamePrefix: 'kept',
      }),
    ),
  ).toMatchObject({
    logStreams: [{ firstEventTimestamp: 1000, lastEventTimestamp: 1001 }],
  });
});

it('tells the end by the token that comes back', async () => {
  await create('tail');
  const empty = await read('tail');
  expect(empty.messages).toEqual([]);
  const still = await read('tail', { nextToken: empty.forward });
  expect(still.forward).toBe(empty.forward);

  await write('tail', ['one\n', 'two\n']);
  const first = await read('tail', { nextToken: empty.forward, limit: 1 });
  expect(first.messages).toEqual(['one\n']);
  const second = await read('tail', { nextToken: first.forward });
  expect(second.messages).toEqual(['two\n']);
  const end = await read('tail', { nextToken: second.forward });
  expect(end).toMatchObject({ messages: [], forward: second.forward });
  await write('tail', ['three\n']);
  expect((await read('tail', { nextToken: end.forward })).messages).toEqual([
    'three\n',
  ]);

  // Without startFromHead it begins at the end, and goes back from there.
  const last = await read('tail', { startFromHead: false, limit: 2 });
  expect(last.messages).toEqual(['two\n', 'three\n']);
  const before = await read('tail', { nextToken: last.backward });
  expect(before.messages).toEqual(['one\n']);
  expect(await read('tail', { nextToken: before.backward })).toMatchObject({
    messages: [],
    backward: before.backward,
  });

  emulator.clock.advance(DAY_MS + 1000);
  await expect(read('tail', { nextToken: end.forward })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(read('tail', { nextToken: 'made up' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

it('cuts pages by size and number, and lines by size', async () => {
  const line = 'x'.repeat(300_000);
  await create('large', [line, line, line, line]);
  expect((await readAll('large')).map(page => page.length)).toEqual([3, 1, 0]);

  await create(
    'many',
    Array.from({ length: 10_005 }, (_, i) => `${i}`),
  );
  expect((await readAll('many')).map(page => page.length)).toEqual([
    10_000, 5, 0,
  ]);

  await create('long', ['y'.repeat(1_200_000)]);
  expect((await read('long')).messages[0]).toHaveLength(1_048_576 - 26);
});

it('has empty pages that are not the end', async () => {
  await create('gaps', ['one', 'two']);
  emulator.faults.emptyLogPages(2);
  expect(await readAll('gaps')).toEqual([[], [], ['one', 'two'], []]);
});

it('lets lines be read when they are ingested', async () => {
  emulator.putProject({
    name: 'delayed',
    serviceRole: 'arn:aws:iam::111122223333:role/build',
    logGroup: '/runs',
    run: async (_build, context) => {
      context.log('late');
      return 'SUCCEEDED';
    },
  });
  emulator.delays.logs = 60_000;
  const codebuild = new CodeBuildClient(emulator.clientConfig);
  const { build } = await codebuild.send(
    new StartBuildCommand({ projectName: 'delayed' }),
  );
  codebuild.destroy();
  while (!emulator.builds()[0].complete) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  const stream = build!.id!.split(':')[1];
  expect((await read(stream)).messages).toEqual([]);
  emulator.clock.advance(60_000);
  expect((await read(stream)).messages).toContain('late\n');
});
