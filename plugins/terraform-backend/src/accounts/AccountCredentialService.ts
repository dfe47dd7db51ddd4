import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  AccountTest,
  SetCredentialRequest,
} from '@planroom/backstage-plugin-terraform-common';
import { callerOf } from '../permissions/Authorizer';
import { AccountAuthority, WithRequest } from './AccountAuthority';
import { hasRole } from './accountProblem';
import { Accounts } from './Accounts';
import { AccountStore } from './AccountStore';
import { AccountTester } from './AccountTester';
import { credentialProblem } from './credentials';
import { CredentialStore } from './CredentialStore';
import { PhaseTokens } from './PhaseTokens';

/** What callers may do with the ways into accounts; every method asks the permission framework first. */
export class AccountCredentialService {
  readonly #accounts: Accounts;
  readonly #store: AccountStore;
  readonly #credentials: CredentialStore;
  readonly #tester: AccountTester;
  readonly #tokens: PhaseTokens;
  readonly #authority: AccountAuthority;

  constructor(options: {
    accounts: Accounts;
    store: AccountStore;
    credentials: CredentialStore;
    tester: AccountTester;
    tokens: PhaseTokens;
    authority: AccountAuthority;
  }) {
    this.#accounts = options.accounts;
    this.#store = options.store;
    this.#credentials = options.credentials;
    this.#tester = options.tester;
    this.#tokens = options.tokens;
    this.#authority = options.authority;
  }

  /**
   * Seals a credential in place of the one before.
   *
   * @throws InputError with a sentence that quotes no value, when it does not fit the account
   * @throws ConflictError when the account is entered with a role
   */
  async setCredential(
    name: string,
    credential: SetCredentialRequest,
    options: WithRequest,
  ): Promise<void> {
    const meta = { account: name, kind: credential.kind };
    await this.#authority.manage(
      'account-credential-set',
      meta,
      options,
      async () => {
        const account = await this.#accounts.get(name);
        if (hasRole(account)) {
          throw new ConflictError(
            `The account ${name} is entered with a role, which is better than a key; remove its roles first if it must be a key`,
          );
        }
        const problem = credentialProblem(account.cloud, credential);
        if (problem) throw new InputError(problem);
        const { ref } = callerOf(options.credentials);
        await this.#credentials.set(name, credential, ref);
      },
    );
  }

  /** @throws NotFoundError when the account has no credential */
  async removeCredential(name: string, options: WithRequest): Promise<void> {
    const meta = { account: name };
    await this.#authority.manage(
      'account-credential-remove',
      meta,
      options,
      async () => {
        await this.#accounts.get(name);
        if (!(await this.#credentials.remove(name))) {
          throw new NotFoundError(`The account ${name} has no credential`);
        }
      },
    );
  }

  /** Looks at the account and keeps what came of it; a bad result is an answer. */
  async test(name: string, options: WithRequest): Promise<AccountTest> {
    const meta = { account: name };
    return this.#authority.manage('account-test', meta, options, async () => {
      const test = await this.#tester.test(await this.#accounts.get(name));
      await this.#store.setTest(name, test);
      return test;
    });
  }

  /** Signs the tokens of phases with a new key from now on; answers its id. */
  rotateSigningKey(options: WithRequest): Promise<string> {
    return this.#authority.operate('oidc-key-rotate', {}, options, () =>
      this.#tokens.rotate(),
    );
  }
}
