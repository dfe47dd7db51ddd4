import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { BuildWatch } from './BuildWatch';
import { CodeBuildConfig } from './config';
import { explainError } from './errors';
import { readEvent } from './readEvent';

const WAIT_SECONDS = 20;
const BACK_OFF_MS = 10_000;
/** Deliveries are at least once: how many ids of events to know. */
const MOST_KNOWN = 10_000;

/**
 * Hears from EventBridge, through a queue, that builds have changed. A message only makes the portal look at a build that it follows: what
 * it says is not believed, and one that is forged, repeated or about others' builds changes nothing.
 */
export class WakeQueue {
  readonly #sqs: SQSClient;
  readonly #config: CodeBuildConfig;
  readonly #watch: BuildWatch;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  readonly #stopping = new AbortController();
  readonly #known = new Set<string>();
  #working?: Promise<void>;

  constructor(options: {
    sqs: SQSClient;
    config: CodeBuildConfig;
    watch: BuildWatch;
    auditor: AuditorService;
    logger: LoggerService;
  }) {
    this.#sqs = options.sqs;
    this.#config = options.config;
    this.#watch = options.watch;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** Begins to listen, if there is a queue. */
  start(): void {
    const { queueUrl } = this.#config;
    if (queueUrl) this.#working = this.#listen(queueUrl);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #listen(QueueUrl: string): Promise<void> {
    const abortSignal = this.#stopping.signal;
    let failed = false;
    while (!abortSignal.aborted) {
      try {
        const { Messages = [] } = await this.#sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: WAIT_SECONDS,
          }),
          { abortSignal },
        );
        failed = false;
        for (const message of Messages) await this.#hear(message);
        if (Messages.length > 0) {
          await this.#sqs.send(
            new DeleteMessageBatchCommand({
              QueueUrl,
              Entries: Messages.map((message, index) => ({
                Id: String(index),
                ReceiptHandle: message.ReceiptHandle,
              })),
            }),
          );
        }
      } catch (error) {
        if (abortSignal.aborted) return;
        if (!failed) {
          this.#logger.warn(
            explainError(error, 'hear of builds from its queue'),
          );
        }
        failed = true;
        await sleep(BACK_OFF_MS, undefined, { signal: abortSignal }).catch(
          () => undefined,
        );
      }
    }
  }

  async #hear({ Body = '', MessageId }: Message): Promise<void> {
    const event = readEvent(Body, this.#config);
    if (typeof event === 'string') {
      await this.#ignore(MessageId, event);
    } else if (this.#known.has(event.eventId)) {
      await this.#ignore(MessageId, 'It was delivered before');
    } else {
      this.#know(event.eventId);
      // Another replica may follow the build, or nobody any more.
      this.#watch.wake(event.buildId);
    }
  }

  #know(eventId: string): void {
    this.#known.add(eventId);
    if (this.#known.size > MOST_KNOWN) {
      const [oldest] = this.#known;
      this.#known.delete(oldest);
    }
  }

  async #ignore(messageId: string | undefined, why: string): Promise<void> {
    const event = await this.#auditor.createEvent({
      eventId: 'codebuild-message',
      severityLevel: 'low',
      meta: { messageId, why },
    });
    await event.fail({ error: new Error(`The message is ignored: ${why}`) });
  }
}
