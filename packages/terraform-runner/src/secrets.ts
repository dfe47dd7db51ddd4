import { close, read } from 'node:fs';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseExactly } from './exactNumbers';
import { SECRETS_FD, type PhaseSecrets } from './index';
import { leaves } from './json';
import { PhaseFailure } from './phase';
import { parseSecrets } from './spec';

const RETRY_MS = 10;
const TIMEOUT_MS = 60_000;

/** Variables that come with credentials and are no secret; their values would riddle the log. */
const SAYS_WHERE = /^AWS_((DEFAULT_)?REGION|CONTAINER_CREDENTIALS_FULL_URI)$/;

const readAsync = promisify(read);
const closeAsync = promisify(close);

async function readToEnd(fd: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    try {
      const { bytesRead } = await readAsync(fd, chunk, 0, chunk.length, null);
      if (bytesRead === 0) {
        return Buffer.concat(chunks);
      }
      chunks.push(chunk.subarray(0, bytesRead));
    } catch (error) {
      // A pipe that was opened non-blocking and has nothing yet.
      if (
        (error as NodeJS.ErrnoException).code !== 'EAGAIN' ||
        Date.now() > deadline
      ) {
        throw error;
      }
      await sleep(RETRY_MS);
    }
  }
}

export async function readSecrets(): Promise<PhaseSecrets> {
  let document: unknown;
  try {
    const bytes = await readToEnd(SECRETS_FD);
    await closeAsync(SECRETS_FD);
    document = parseExactly(bytes.toString('utf8'));
  } catch {
    throw new PhaseFailure(
      'The portal was ended while it started this phase, so what Terraform needs did not arrive. Nothing was run; plan again',
    );
  }
  return parseSecrets(document);
}

/** Everything in the secrets that may appear in no text. */
export function secretValues(secrets: PhaseSecrets): string[] {
  const ephemeral = Object.values(secrets.ephemeralVariables);
  return [
    ...secrets.redact,
    secrets.statePassword,
    ...Object.entries(secrets.credentials)
      .filter(([name]) => !SAYS_WHERE.test(name))
      .map(([, value]) => value),
    ...Object.values(secrets.credentialFiles ?? {}).flatMap(fileSecrets),
    ...ephemeral,
    ...ephemeral.flatMap(nestedLeaves),
  ];
}

/** What a file with credentials says; a file that is not JSON as a whole. */
function fileSecrets(content: string): string[] {
  const found = nestedLeaves(content);
  return found.length > 0 ? found : [content];
}

/** Ephemeral values of complex types come as JSON. */
function nestedLeaves(value: string): string[] {
  try {
    return leaves(JSON.parse(value));
  } catch {
    return [];
  }
}
