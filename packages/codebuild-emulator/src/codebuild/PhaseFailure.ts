/** Why a phase did not succeed, as its context says it. */
export class PhaseFailure extends Error {
  constructor(
    readonly statusCode: string,
    message: string,
    readonly status: 'FAILED' | 'FAULT' = 'FAILED',
  ) {
    super(message);
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
