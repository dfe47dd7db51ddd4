export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

const CHECK_INTERVAL_MS = 30_000;
const LONGEST_MARGIN_MS = 15 * 60_000;

/**
 * Credentials that are renewed well before they expire: a quarter of an hour, or a third of their life if that is shorter. When a
 * renewal fails, the present ones are given until they expire, and it is tried again.
 */
export class RenewedCredentials {
  readonly #fetch: () => Promise<AwsCredentials>;
  readonly #onRenewed: (credentials: AwsCredentials) => void | Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #current: AwsCredentials;
  #renewAt: number;
  #renewal?: Promise<void>;
  #timer?: NodeJS.Timeout;

  private constructor(
    options: RenewedCredentialsOptions,
    first: AwsCredentials,
  ) {
    this.#fetch = options.fetch;
    this.#onRenewed = options.onRenewed;
    this.#onFailure = options.onFailure;
    this.#current = first;
    this.#renewAt = renewalTime(first);
  }

  /** Fetches the first credentials; throws what `fetch` throws. */
  static async start(
    options: RenewedCredentialsOptions,
  ): Promise<RenewedCredentials> {
    const first = await options.fetch();
    await options.onRenewed(first);
    const credentials = new RenewedCredentials(options, first);
    credentials.#timer = setInterval(
      () => credentials.#renewIfDue(),
      CHECK_INTERVAL_MS,
    );
    credentials.#timer.unref();
    return credentials;
  }

  /** The present credentials; throws when they have expired and cannot be renewed. */
  async get(): Promise<AwsCredentials> {
    await this.#renewIfDue();
    const { expiration } = this.#current;
    if (expiration && expiration.getTime() <= Date.now()) {
      throw new Error('The credentials have expired and could not be renewed');
    }
    return this.#current;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #renewIfDue(): Promise<void> {
    if (Date.now() < this.#renewAt) {
      return;
    }
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    await this.#renewal;
  }

  async #renew(): Promise<void> {
    try {
      const next = await this.#fetch();
      await this.#onRenewed(next);
      this.#current = next;
      this.#renewAt = renewalTime(next);
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

export interface RenewedCredentialsOptions {
  fetch: () => Promise<AwsCredentials>;
  /** Called with each, before anybody gets them. */
  onRenewed: (credentials: AwsCredentials) => void | Promise<void>;
  /** A renewal failed, not the first fetch. */
  onFailure: (error: unknown) => void;
}

function renewalTime({ expiration }: AwsCredentials): number {
  if (!expiration) {
    return Date.now() + LONGEST_MARGIN_MS;
  }
  const life = expiration.getTime() - Date.now();
  return expiration.getTime() - Math.min(LONGEST_MARGIN_MS, life / 3);
}
