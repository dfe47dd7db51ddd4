import type { Account } from '../Account';
import type { Clock } from '../Clock';
import { Queue } from './Queue';

/** The queues of the account; a queue is found by the last part of its URL. */
export class Queues {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** Makes a queue unless there is one of the name. */
  ensure(name: string, attributes: Record<string, string> = {}): Queue {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = new Queue(
        name,
        {
          VisibilityTimeout: '30',
          ReceiveMessageWaitTimeSeconds: '0',
          DelaySeconds: '0',
          MessageRetentionPeriod: '345600',
          ...attributes,
          QueueArn: this.arn(name),
        },
        this.#clock,
      );
      this.#queues.set(name, queue);
    }
    return queue;
  }

  get(nameOrUrl: string): Queue | undefined {
    return this.#queues.get(nameOrUrl.split('/').pop()!);
  }

  arn(name: string): string {
    return this.#account.arn('sqs', name);
  }
}
