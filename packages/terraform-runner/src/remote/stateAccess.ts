import { chmod, chown, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STATE_PROFILE } from '../index';
import type { Places } from './places';
import type { AwsCredentials } from './renewedCredentials';
import type { User } from './terraformUser';

const CONFIG = 'config';
const CREDENTIALS = 'state-credentials.json';

/**
 * Lets an S3 backend act as the machine's own role, whatever role the providers have: a profile whose credentials are read from a file
 * that is replaced before they expire. The backend asks for the profile by name, which wins over all that the environment says.
 */
export class StateAccess {
  readonly #places: Places;
  readonly #user?: User;

  constructor(places: Places, user: User | undefined) {
    this.#places = places;
    this.#user = user;
  }

  /** Variables for the commands that know the state. */
  get environment(): Record<string, string> {
    return {
      AWS_CONFIG_FILE: join(this.#places.access, CONFIG),
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_LOAD_CONFIG: '1',
    };
  }

  async writeProfile(): Promise<void> {
    const credentials = join(this.#places.access, CREDENTIALS);
    await this.#write(
      CONFIG,
      `[profile ${STATE_PROFILE}]\ncredential_process = /bin/cat ${credentials}\n`,
    );
  }

  /** Replaces the credentials at once, so that no command reads half of them. */
  async writeCredentials(credentials: AwsCredentials): Promise<void> {
    await this.#write(
      CREDENTIALS,
      JSON.stringify({
        Version: 1,
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiration?.toISOString(),
      }),
    );
  }

  async #write(name: string, text: string): Promise<void> {
    const path = join(this.#places.access, name);
    const next = `${path}.next`;
    await writeFile(next, text, { mode: 0o600 });
    if (this.#user) {
      await chown(next, process.getuid?.() ?? 0, this.#user.gid);
      await chmod(next, 0o440);
    }
    await rename(next, path);
  }
}
