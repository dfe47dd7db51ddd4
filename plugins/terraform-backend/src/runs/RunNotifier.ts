import { EventEmitter } from 'node:events';
import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  TERRAFORM_EVENT_TOPIC,
  TerraformAccountChange,
  TERRAFORM_SIGNAL_CHANNEL,
  TerraformSignal,
} from '@planroom/backstage-plugin-terraform-common';

/**
 * Tells everyone who watches that something changed, after it has been committed: streams in this process, browsers by signals, other
 * plugins by events. All of it only wakes up; the receiver reads again.
 */
export class RunNotifier {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #signals?: SignalsService;
  readonly #events?: EventsService;
  readonly #logger: LoggerService;

  constructor(options: {
    signals?: SignalsService;
    events?: EventsService;
    logger: LoggerService;
  }) {
    this.#signals = options.signals;
    this.#events = options.events;
    this.#logger = options.logger;
  }

  /** A run's sequence of events has grown. */
  runHasEvents(runId: string): void {
    this.#emitter.emit(runId);
  }

  /** A workspace, or the status of one of its runs, has changed. */
  workspaceChanged(change: TerraformSignal): void {
    if (change.runId) this.runHasEvents(change.runId);
    this.#inBackground(
      this.#signals?.publish({
        recipients: { type: 'broadcast' },
        channel: TERRAFORM_SIGNAL_CHANNEL,
        message: change,
      }),
    );
    this.#publish(change);
  }

  /** An account was added, changed or removed. */
  accountChanged(change: TerraformAccountChange): void {
    this.#publish(change);
  }

  /** Calls back when the run's sequence has grown; answers how to stop that. */
  onRunEvents(runId: string, callback: () => void): () => void {
    this.#emitter.on(runId, callback);
    return () => this.#emitter.off(runId, callback);
  }

  #publish(eventPayload: TerraformSignal | TerraformAccountChange): void {
    this.#inBackground(
      this.#events?.publish({ topic: TERRAFORM_EVENT_TOPIC, eventPayload }),
    );
  }

  #inBackground(work: Promise<void> | undefined): void {
    work?.catch(error =>
      this.#logger.warn('A change could not be announced', error),
    );
  }
}
