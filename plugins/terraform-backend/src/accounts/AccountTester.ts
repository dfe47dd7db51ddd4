import { AccountTest } from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformAccountTest,
  TerraformCloud,
  TerraformCloudName,
} from '@planroom/backstage-plugin-terraform-node';
import { hasRole } from './accountProblem';
import { credentialProblem, tokenAudience } from './credentials';
import { CredentialStore } from './CredentialStore';
import { AccountRecord, OpenCredential } from './types';

type Check = TerraformAccountTest['checks'][number];

const AWS_MODULE = '@planroom/backstage-plugin-terraform-backend-module-aws';

const UNTRIED: Check = {
  name: 'access',
  status: 'unknown',
  message:
    'Whether the cloud lets Terraform in, and what it may do there, shows with the first plan',
};

/** Looks at an account: as far as a module knows its cloud, from there, else what can be known here. */
export class AccountTester {
  readonly #clouds: Map<TerraformCloudName, TerraformCloud>;
  readonly #credentials: CredentialStore;
  readonly #issuer: string;

  constructor(options: {
    clouds: Map<TerraformCloudName, TerraformCloud>;
    credentials: CredentialStore;
    /** of the tokens of phases */
    issuer: string;
  }) {
    this.#clouds = options.clouds;
    this.#credentials = options.credentials;
    this.#issuer = options.issuer;
  }

  /** A bad result is an answer; does not throw for it. */
  async test(account: AccountRecord): Promise<AccountTest> {
    return { at: new Date().toISOString(), ...(await this.#test(account)) };
  }

  async #test(account: AccountRecord): Promise<TerraformAccountTest> {
    const credential = hasRole(account)
      ? undefined
      : await this.#credentials.open(account.name).catch(failure);
    if (credential instanceof Error) {
      return judge([
        { name: 'credential', status: 'error', message: credential.message },
      ]);
    }
    if (credential) return judge(this.#checkCredential(account, credential));
    if (account.cloud !== 'aws') {
      return judge([
        {
          name: 'credential',
          status: 'error',
          message: `The account ${account.name} has no credential; set one, or a workload identity, which needs no secret`,
        },
      ]);
    }
    return this.#testFromOutside(account);
  }

  /** What is sealed cannot be tried without using it, so the cloud is not asked. */
  #checkCredential(
    { cloud }: AccountRecord,
    credential: OpenCredential,
  ): Check[] {
    const problem = credentialProblem(cloud, credential);
    const checks: Check[] = [
      { name: 'credential', status: 'ok', message: 'It is there and opens' },
      problem
        ? { name: 'shape', status: 'error', message: problem }
        : { name: 'shape', status: 'ok' },
    ];
    if (tokenAudience(credential) !== undefined) {
      return [...checks, this.#checkIssuer(), UNTRIED];
    }
    return [
      ...checks,
      {
        name: 'expiry',
        status: 'unknown',
        message:
          'When the secret expires is known to the cloud only; look it up there',
      },
      UNTRIED,
    ];
  }

  #checkIssuer(): Check {
    const { protocol, hostname } = new URL(this.#issuer);
    if (protocol === 'https:' && hostname !== 'localhost') {
      return {
        name: 'issuer',
        status: 'unknown',
        message: `The cloud must be able to read ${
          this.#issuer
        }/.well-known/openid-configuration`,
      };
    }
    return {
      name: 'issuer',
      status: 'degraded',
      message: `No cloud can read ${
        this.#issuer
      }; set terraform.oidc.issuer, or backend.baseUrl, to a public address with https`,
    };
  }

  async #testFromOutside(
    account: AccountRecord,
  ): Promise<TerraformAccountTest> {
    const cloud = this.#clouds.get(account.cloud);
    if (!cloud) {
      return judge([
        {
          name: 'module',
          status: 'error',
          message: `Nothing here knows accounts of AWS: add the module ${AWS_MODULE} to the backend`,
        },
      ]);
    }
    const result = await cloud.test(account).catch(failure);
    return result instanceof Error
      ? judge([{ name: 'test', status: 'error', message: result.message }])
      : result;
  }
}

/** The worst of the checks; what is not known speaks neither for nor against. */
function judge(checks: Check[]): TerraformAccountTest {
  const statuses = checks.map(({ status }) => status);
  const worst = (['error', 'degraded'] as const).find(status =>
    statuses.includes(status),
  );
  return { status: worst ?? 'ok', checks };
}

function failure(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
