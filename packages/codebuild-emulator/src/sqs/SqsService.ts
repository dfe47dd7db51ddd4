import { AwsError } from '../AwsError';
import type { Operations } from '../http/messages';
import type { Message, Queue } from './Queue';
import type { Queues } from './Queues';

interface QueueInput {
  QueueUrl: string;
}

interface ReceiveInput extends QueueInput {
  MaxNumberOfMessages?: number;
  WaitTimeSeconds?: number;
  VisibilityTimeout?: number;
  AttributeNames?: string[];
  MessageSystemAttributeNames?: string[];
  MessageAttributeNames?: string[];
}

interface DeleteBatchInput extends QueueInput {
  Entries: { Id: string; ReceiptHandle: string }[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
export function sqsOperations(
  queues: Queues,
  urlOf: (name: string) => string,
): Operations {
  const find = (url: string): Queue => {
    const queue = queues.get(url);
    if (!queue) {
      throw new AwsError(
        'QueueDoesNotExist',
        'The specified queue does not exist.',
      );
    }
    return queue;
  };
  return {
    CreateQueue: (input: {
      QueueName: string;
      Attributes?: Record<string, string>;
    }) => {
      queues.ensure(input.QueueName, input.Attributes);
      return { QueueUrl: urlOf(input.QueueName) };
    },
    GetQueueUrl: (input: { QueueName: string }) => ({
      QueueUrl: urlOf(find(input.QueueName).name),
    }),
    GetQueueAttributes: (
      input: QueueInput & { AttributeNames?: string[] },
    ) => ({
      Attributes: attributes(find(input.QueueUrl), input.AttributeNames ?? []),
    }),
    SendMessage: (
      input: QueueInput & {
        MessageBody: string;
        DelaySeconds?: number;
        MessageAttributes?: Record<string, unknown>;
      },
    ) => {
      const message = find(input.QueueUrl).send(input.MessageBody, {
        delayMs: (input.DelaySeconds ?? 0) * 1000,
        attributes: input.MessageAttributes,
      });
      return { MessageId: message.id, MD5OfMessageBody: message.md5 };
    },
    ReceiveMessage: async (input: ReceiveInput, { signal }) => {
      const queue = find(input.QueueUrl);
      const max = input.MaxNumberOfMessages ?? 1;
      if (max < 1 || max > 10) {
        throw invalid(
          `Value ${max} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
        );
      }
      const seconds = (given: number | undefined, attribute: string) =>
        (given ?? Number(queue.attributes[attribute])) * 1000;
      const messages = await queue.receive({
        max,
        waitMs: seconds(input.WaitTimeSeconds, 'ReceiveMessageWaitTimeSeconds'),
        visibilityMs: seconds(input.VisibilityTimeout, 'VisibilityTimeout'),
        signal,
      });
      return messages.length > 0
        ? { Messages: messages.map(message => describe(message, input)) }
        : {};
    },
    // Deleting twice, or with the handle of an earlier receipt, is no error and does nothing.
    DeleteMessage: (input: QueueInput & { ReceiptHandle: string }) => {
      find(input.QueueUrl).delete(input.ReceiptHandle);
      return {};
    },
    DeleteMessageBatch: (input: DeleteBatchInput) => {
      const queue = find(input.QueueUrl);
      for (const entry of input.Entries) queue.delete(entry.ReceiptHandle);
      return {
        Successful: input.Entries.map(({ Id }) => ({ Id })),
        Failed: [],
      };
    },
    ChangeMessageVisibility: (
      input: QueueInput & { ReceiptHandle: string; VisibilityTimeout: number },
    ) => {
      const changed = find(input.QueueUrl).changeVisibility(
        input.ReceiptHandle,
        input.VisibilityTimeout * 1000,
      );
      if (!changed) {
        throw new AwsError(
          'ReceiptHandleIsInvalid',
          'The input receipt handle is invalid.',
        );
      }
      return {};
    },
  };
}

function attributes(queue: Queue, names: string[]): Record<string, string> {
  const visible = queue.visibleCount();
  const all: Record<string, string> = {
    ...queue.attributes,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(
      queue.messages.length - visible,
    ),
  };
  return pick(all, names);
}

/** Only what is asked for by name, or all. */
function pick<T>(all: Record<string, T>, names: string[]): Record<string, T> {
  return Object.fromEntries(
    Object.entries(all).filter(
      ([name]) => names.includes('All') || names.includes(name),
    ),
  );
}

function describe(message: Message, input: ReceiveInput) {
  const systemNames = [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ];
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.md5,
    Attributes: pick(
      {
        SentTimestamp: String(message.sentAt),
        ApproximateReceiveCount: String(message.receiveCount),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      },
      systemNames,
    ),
    MessageAttributes: pick(
      message.attributes ?? {},
      input.MessageAttributeNames ?? [],
    ),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
