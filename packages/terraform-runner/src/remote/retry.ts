const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

const MINUTE_MS = 60_000;
const PATIENCE_MS = 10 * MINUTE_MS;
/** Who made a policy too narrow may mend it meanwhile. */
const PATIENCE_WITH_REFUSALS_MS = MINUTE_MS;

/** Names under which AWS refuses for a while only. */
const TRANSIENT = new Set([
  'ConditionalRequestConflict',
  'ExpiredToken',
  'OperationAborted',
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'SlowDown',
]);

/** HTTP status of an error of the AWS SDK; undefined when AWS did not answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata
    ?.httpStatusCode;
}

/** Whether AWS said no, rather than nothing or "later". */
export function isRefused(error: unknown): boolean {
  const status = statusOf(error);
  return (
    status !== undefined &&
    status >= 400 &&
    status < 500 &&
    ![408, 409, 429].includes(status) &&
    !TRANSIENT.has((error as Error).name)
  );
}

/** How long to go on, in milliseconds, for what must not be lost. */
export function patienceWith(error: unknown): number {
  return isRefused(error) ? PATIENCE_WITH_REFUSALS_MS : PATIENCE_MS;
}

/** How long to go on for what can be asked for again. */
export function patienceWithOutages(error: unknown): number {
  return isRefused(error) ? 0 : 3 * MINUTE_MS;
}

/** Attempts until it succeeds or patience with the latest error is at an end; throws that one. Waits longer each time, with jitter. */
export async function retry<T>(
  attempt: () => Promise<T>,
  patience: (error: unknown) => number,
  onFailure?: (error: unknown) => void | Promise<void>,
): Promise<T> {
  const begun = Date.now();
  for (let delay = FIRST_DELAY_MS; ; delay *= 2) {
    try {
      return await attempt();
    } catch (error) {
      const wait =
        Math.min(delay, LONGEST_DELAY_MS) * (0.75 + Math.random() / 2);
      if (Date.now() + wait - begun > patience(error)) {
        throw error;
      }
      await onFailure?.(error);
      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }
}
