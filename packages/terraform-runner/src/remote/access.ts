import type { PhaseSecrets, RunManifest } from '../index';
import { PhaseFailure } from '../phase';
import type { SecretScrubber } from '../secretScrubber';
import type { Artifacts } from './artifacts';
import { assumeRole } from './assumeRole';
import { CredentialsServer } from './credentialsServer';
import { explainMachineError, explainStsError } from './explainStsError';
import type { Places } from './places';
import { RenewedCredentials, type AwsCredentials } from './renewedCredentials';
import { StateAccess } from './stateAccess';
import type { User } from './terraformUser';

interface AccessOptions {
  manifest: RunManifest;
  artifacts: Artifacts;
  region: string;
  places: Places;
  user: User | undefined;
  scrubber: SecretScrubber;
  warn: (text: string) => void;
}

/** What Terraform may do in AWS while a phase lasts: as the run's role through a server, and with its state through a profile. */
export class Access {
  readonly #options: AccessOptions;
  readonly #stops: Array<() => void | Promise<void>> = [];
  readonly #redact: string[] = [];
  #credentials: Record<string, string> = {};
  #stateCredentials?: Record<string, string>;

  private constructor(options: AccessOptions) {
    this.#options = options;
  }

  /** Throws a PhaseFailure if the role cannot be assumed. */
  static async open(options: AccessOptions): Promise<Access> {
    const access = new Access(options);
    try {
      await access.#openRole();
      await access.#openState();
    } catch (error) {
      await access.close();
      throw error;
    }
    return access;
  }

  /** The secrets of the manifest with what the machine adds to them. */
  secrets(): PhaseSecrets {
    const { secrets } = this.#options.manifest;
    return {
      ...secrets,
      credentials: { ...secrets.credentials, ...this.#credentials },
      stateCredentials: this.#stateCredentials,
      redact: [...secrets.redact, ...this.#redact],
    };
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) {
      await stop();
    }
  }

  async #openRole(): Promise<void> {
    const { manifest, artifacts, region } = this.#options;
    const { role } = manifest;
    if (!role) {
      return;
    }
    const own = () => artifacts.credentials();
    const session = await this.#renewed({
      what: role.roleArn ?? "the machine's own role",
      fetch: async () => {
        try {
          return await (role.roleArn
            ? assumeRole(role, { region, credentials: own })
            : artifacts.credentials({ fresh: true }));
        } catch (error) {
          throw new PhaseFailure(explainStsError(error, role));
        }
      },
    });
    const server = await CredentialsServer.start(session, role.roleArn);
    this.#stops.push(() => server.stop());
    this.#credentials = server.environment;
  }

  async #openState(): Promise<void> {
    const { manifest, artifacts, places, user } = this.#options;
    if (!('type' in manifest.spec.state)) {
      return;
    }
    const state = new StateAccess(places, user);
    await state.writeProfile();
    await this.#renewed({
      what: 'the state',
      fetch: async () => {
        try {
          return await artifacts.credentials({ fresh: true });
        } catch (error) {
          throw new PhaseFailure(explainMachineError(error));
        }
      },
      onRenewed: credentials => state.writeCredentials(credentials),
    });
    this.#stateCredentials = state.environment;
  }

  async #renewed(source: {
    what: string;
    fetch: () => Promise<AwsCredentials>;
    onRenewed?: (credentials: AwsCredentials) => Promise<void>;
  }): Promise<RenewedCredentials> {
    const { scrubber, warn } = this.#options;
    const renewed = await RenewedCredentials.start({
      fetch: source.fetch,
      onRenewed: async credentials => {
        const secrets = [
          credentials.secretAccessKey,
          credentials.sessionToken ?? '',
        ];
        scrubber.add(secrets);
        this.#redact.push(...secrets);
        await source.onRenewed?.(credentials);
      },
      onFailure: error =>
        warn(
          `The credentials for ${
            source.what
          } could not be renewed and are used until they expire; it is tried again: ${
            (error as Error).message
          }`,
        ),
    });
    this.#stops.push(() => renewed.stop());
    return renewed;
  }
}
