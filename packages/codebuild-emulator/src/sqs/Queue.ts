import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../Clock';

/** A message in a queue; times are milliseconds since the epoch. */
export interface Message {
  id: string;
  body: string;
  md5: string;
  attributes?: Record<string, unknown>;
  sentAt: number;
  firstReceivedAt?: number;
  receiveCount: number;
  /** Nobody else gets it before. */
  visibleAt: number;
  /** Of the last time it was received. */
  receiptHandle?: string;
}

export interface ReceiveOptions {
  max: number;
  waitMs: number;
  visibilityMs: number;
  /** The receiver has gone away: it must get nothing more. */
  signal: AbortSignal;
}

/** A standard queue: at least once, in the order of sending as long as nothing comes back. */
export class Queue {
  readonly messages: Message[] = [];
  readonly #clock: Clock;
  /** Wakes the receivers that wait. */
  #arrival = new AbortController();

  constructor(
    readonly name: string,
    readonly attributes: Record<string, string>,
    clock: Clock,
  ) {
    this.#clock = clock;
  }

  send(
    body: string,
    options: { delayMs?: number; attributes?: Record<string, unknown> } = {},
  ): Message {
    const now = this.#clock.now();
    const message: Message = {
      id: randomUUID(),
      body,
      md5: createHash('md5').update(body).digest('hex'),
      attributes: options.attributes,
      sentAt: now,
      receiveCount: 0,
      visibleAt: now + (options.delayMs ?? 0),
    };
    this.messages.push(message);
    this.#wake();
    return message;
  }

  /** How many messages a receiver could have now. */
  visibleCount(): number {
    const now = this.#clock.now();
    return this.messages.filter(({ visibleAt }) => visibleAt <= now).length;
  }

  /** Takes what is there, and waits for it when nothing is. */
  async receive(options: ReceiveOptions): Promise<Message[]> {
    const until = this.#clock.now() + options.waitMs;
    for (;;) {
      if (options.signal.aborted) return [];
      const now = this.#clock.now();
      const taken = this.messages
        .filter(({ visibleAt }) => visibleAt <= now)
        .slice(0, options.max);
      if (taken.length > 0 || now >= until) {
        return taken.map(message => this.#take(message, now, options));
      }
      const next = Math.min(
        until,
        ...this.messages.map(({ visibleAt }) => visibleAt),
      );
      await this.#clock.sleep(
        next - now,
        AbortSignal.any([options.signal, this.#arrival.signal]),
      );
    }
  }

  /** @returns whether there was such a message */
  delete(receiptHandle: string): boolean {
    const index = this.#indexOf(receiptHandle);
    if (index >= 0) this.messages.splice(index, 1);
    return index >= 0;
  }

  /** @returns whether there was such a message */
  changeVisibility(receiptHandle: string, ms: number): boolean {
    const message = this.messages[this.#indexOf(receiptHandle)];
    if (!message) return false;
    message.visibleAt = this.#clock.now() + ms;
    this.#wake();
    return true;
  }

  #indexOf(receiptHandle: string): number {
    return this.messages.findIndex(
      message => message.receiptHandle === receiptHandle,
    );
  }

  #take(message: Message, now: number, options: ReceiveOptions): Message {
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + options.visibilityMs;
    message.receiptHandle = randomUUID();
    return { ...message };
  }

  #wake(): void {
    this.#arrival.abort();
    this.#arrival = new AbortController();
  }
}
