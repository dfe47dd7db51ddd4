import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AwsEmulator } from '../AwsEmulator';

let emulator: AwsEmulator;
let sqs: SQSClient;

beforeAll(async () => {
  emulator = await AwsEmulator.start();
  sqs = new SQSClient(emulator.clientConfig);
});

afterAll(async () => {
  sqs.destroy();
  await emulator.close();
});

async function create(name: string): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name }),
  );
  return QueueUrl!;
}

const send = (QueueUrl: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

async function receive(QueueUrl: string, more: object = {}) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      ...more,
    }),
  );
  return Messages;
}

it('delivers until a message is deleted', async () => {
  const url = await create('plain');
  expect(
    (await sqs.send(new GetQueueUrlCommand({ QueueName: 'plain' }))).QueueUrl,
  ).toBe(url);
  await expect(
    sqs.send(new GetQueueUrlCommand({ QueueName: 'none' })),
  ).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  await send(url, 'ä');
  await send(url, 'second');
  const [first] = await receive(url, { MaxNumberOfMessages: 1 });
  expect(first).toMatchObject({
    Body: 'ä',
    Attributes: { ApproximateReceiveCount: '1' },
  });
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    VisibilityTimeout: '30',
    QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:plain',
  });
  emulator.clock.advance(31_000);
  const again = await receive(url);
  expect(
    again.map(one => [one.Body, one.Attributes!.ApproximateReceiveCount]),
  ).toEqual([
    ['ä', '2'],
    ['second', '1'],
  ]);
  // The handle of the first receipt is void by now.
  await sqs.send(
    new DeleteMessageCommand({
      QueueUrl: url,
      ReceiptHandle: first.ReceiptHandle,
    }),
  );
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: again[0].ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const [third] = await receive(url);
  expect(third.Body).toBe('ä');
  const { Successful } = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: [third, again[1]].map(({ ReceiptHandle }, i) => ({
        Id: `${i}`,
        ReceiptHandle,
      })),
    }),
  );
  expect(Successful).toHaveLength(2);
  emulator.clock.advance(60_000);
  expect(await receive(url)).toEqual([]);
});

it('tells only what it is asked for', async () => {
  const url = await create('attributes');
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: 'x',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'forged' },
      },
    }),
  );
  const ask = (more: object) =>
    receive(url, {
      MessageSystemAttributeNames: undefined,
      VisibilityTimeout: 0,
      ...more,
    });
  const [plain] = await ask({});
  expect(plain.Attributes).toEqual({});
  expect(plain.MessageAttributes).toEqual({});
  const [full] = await ask({
    AttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  expect(full.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
  expect(full.MessageAttributes!.kind.StringValue).toBe('forged');
});

it('waits for messages, and gives none to those who have gone', async () => {
  const url = await create('polled');
  const gone = new AbortController();
  const abandoned = sqs
    .send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    })
    .catch(error => error.name);
  await new Promise(resolve => setTimeout(resolve, 100));
  gone.abort();
  expect(await abandoned).toBe('AbortError');
  await new Promise(resolve => setTimeout(resolve, 50));

  const waiting = receive(url, { WaitTimeSeconds: 20 });
  await new Promise(resolve => setTimeout(resolve, 50));
  emulator.sendMessage(url, 'awaited');
  expect(await waiting).toMatchObject([
    { Body: 'awaited', Attributes: { ApproximateReceiveCount: '1' } },
  ]);
  const before = Date.now();
  expect(await receive(url, { WaitTimeSeconds: 1 })).toEqual([]);
  expect(Date.now() - before).toBeGreaterThan(900);
  expect(() => emulator.sendMessage('none', '')).toThrow(
    'There is no queue none',
  );
});
