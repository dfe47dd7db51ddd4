/**
 * An error as AWS answers it: the protocol in use decides how it is written.
 *
 * @public
 */
export class AwsError extends Error {
  constructor(
    /** The name by which SDKs know it, e.g. `ResourceNotFoundException`. */
    readonly code: string,
    message: string,
    /** The HTTP status. */
    readonly status = 400,
    /** More elements of S3's error documents. */
    readonly details: Record<string, string> = {},
  ) {
    super(message);
    this.name = code;
  }
}
