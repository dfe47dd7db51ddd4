import { AwsError } from './AwsError';
import type { ServiceName } from './Journal';
import type { Identities } from './sts/Identities';

interface PlannedFailure {
  /** Undefined means the throttling error of the service's protocol. */
  error?: AwsError;
  times: number;
}

/** How a build fails before its first command. */
export interface ProvisioningFault {
  message: string;
  /** `FAILED` is the customer's fault (an image that cannot be pulled), `FAULT` is AWS's. */
  status: 'FAILED' | 'FAULT';
  statusCode: string;
}

/**
 * What goes wrong, settable while the emulator runs. Every fault happens the given number of times, once unless said otherwise.
 *
 * @public
 */
export class Faults {
  readonly #identities: Identities;
  readonly #failures = new Map<string, PlannedFailure[]>();
  readonly #lost = new Map<string, number>();
  readonly #provisioning = new Map<
    string,
    { fault: ProvisioningFault; times: number }
  >();
  #cuts = 0;
  #emptyPages = 0;

  /** @internal */
  constructor(identities: Identities) {
    this.#identities = identities;
  }

  /** The next calls are refused because there were too many. SDKs try again by themselves. */
  throttle(service: ServiceName, operation: string, times = 1): void {
    this.#plan(service, operation, { times });
  }

  /** The next calls fail before they do anything. */
  failNext(
    service: ServiceName,
    operation: string,
    errorName: string,
    message: string,
    times = 1,
    status = 400,
  ): void {
    this.#plan(service, operation, {
      error: new AwsError(errorName, message, status),
      times,
    });
  }

  /** The next calls do their work, but the connection breaks before the answer. SDKs try again by themselves. */
  loseAnswer(service: ServiceName, operation: string, times = 1): void {
    const key = `${service} ${operation}`;
    this.#lost.set(key, (this.#lost.get(key) ?? 0) + times);
  }

  /** The next builds of the project end in PROVISIONING. */
  provisioningFault(
    project: string,
    message: string,
    options: {
      status?: 'FAILED' | 'FAULT';
      statusCode?: string;
      times?: number;
    } = {},
  ): void {
    const status = options.status ?? 'FAILED';
    this.#provisioning.set(project, {
      fault: {
        message,
        status,
        statusCode:
          options.statusCode ??
          (status === 'FAULT' ? 'INTERNAL_ERROR' : 'CLIENT_ERROR'),
      },
      times: options.times ?? 1,
    });
  }

  /** The next bodies of S3 objects break off in the middle. */
  cutStream(times = 1): void {
    this.#cuts += times;
  }

  /** The next pages of log events are empty, with a token that says that there is more. */
  emptyLogPages(times: number): void {
    this.#emptyPages += times;
  }

  /** The credentials of one session, or of all, are expired from now on. */
  expireCredentials(accessKeyId: string | 'all-sessions'): void {
    this.#identities.expire(accessKeyId);
  }

  /** Forgets the faults that have not happened yet; credentials stay expired. */
  clear(): void {
    this.#failures.clear();
    this.#lost.clear();
    this.#provisioning.clear();
    this.#cuts = 0;
    this.#emptyPages = 0;
  }

  /** @internal */
  takeFailure(
    service: ServiceName,
    operation: string,
  ): { error?: AwsError } | undefined {
    const key = `${service} ${operation}`;
    const planned = this.#failures.get(key);
    const [next] = planned ?? [];
    if (!next) return undefined;
    next.times -= 1;
    if (next.times <= 0) planned!.shift();
    return next;
  }

  /** @internal */
  takeLostAnswer(service: ServiceName, operation: string): boolean {
    const key = `${service} ${operation}`;
    const left = this.#lost.get(key) ?? 0;
    if (left > 0) this.#lost.set(key, left - 1);
    return left > 0;
  }

  /** @internal */
  takeProvisioningFault(project: string): ProvisioningFault | undefined {
    const planned = this.#provisioning.get(project);
    if (!planned) return undefined;
    planned.times -= 1;
    if (planned.times <= 0) this.#provisioning.delete(project);
    return planned.fault;
  }

  /** @internal */
  takeCut(): boolean {
    if (this.#cuts === 0) return false;
    this.#cuts -= 1;
    return true;
  }

  /** @internal */
  takeEmptyLogPage(): boolean {
    if (this.#emptyPages === 0) return false;
    this.#emptyPages -= 1;
    return true;
  }

  #plan(
    service: ServiceName,
    operation: string,
    failure: PlannedFailure,
  ): void {
    if (failure.times <= 0) return;
    const key = `${service} ${operation}`;
    this.#failures.set(key, [...(this.#failures.get(key) ?? []), failure]);
  }
}
