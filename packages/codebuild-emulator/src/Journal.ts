/** @public */
export type ServiceName =
  | 'codebuild'
  | 'logs'
  | 's3'
  | 'sts'
  | 'iam'
  | 'sqs'
  | 'kms';

/**
 * One call that reached the emulator.
 *
 * @public
 */
export interface JournalEntry {
  service: ServiceName;
  operation: string;
  /** What was asked, read into an object; of S3 the bucket, key, query and headers, without the body. */
  input: any;
  /** Milliseconds since the epoch, by the emulator's clock. */
  at: number;
  /** The HTTP status of the answer; 0 for an answer that never reached the caller. */
  status: number;
  errorName?: string;
  /** The ARN of the caller; undefined when it could not be told. */
  caller?: string;
}

/**
 * Every call, in the order of the answers.
 *
 * @public
 */
export class Journal {
  readonly entries: JournalEntry[] = [];

  /** The calls of a service, or of one of its operations. */
  of(service: ServiceName, operation?: string): JournalEntry[] {
    return this.entries.filter(
      entry =>
        entry.service === service &&
        (operation === undefined || entry.operation === operation),
    );
  }

  clear(): void {
    this.entries.length = 0;
  }

  /** @internal */
  add(entry: JournalEntry): void {
    this.entries.push(entry);
  }
}
