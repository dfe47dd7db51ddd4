import { ForwardedError, ResponseError } from '@backstage/errors';

/** Carries out a call and, where the backend refuses it, says so in the backend's words rather than with the HTTP status. */
export async function explainRefusal<T>(
  what: string,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    throw new ForwardedError(`Could not ${what}`, error.cause);
  }
}
