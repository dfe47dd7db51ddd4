import { AuditorService } from '@backstage/backend-plugin-api';
import { TerraformSession } from '@planroom/backstage-plugin-terraform-node';
import { hasRole } from './accountProblem';
import { Accounts } from './Accounts';
import {
  credentialProblem,
  toPhaseCredential,
  tokenAudience,
} from './credentials';
import { CredentialStore } from './CredentialStore';
import { PhaseTokens } from './PhaseTokens';
import { AccountRecord, PhaseCredential } from './types';

/** Hands a phase what it gets into its account with. Every use is written to the audit log, none of it ever with a value. */
export class AccountAccess {
  readonly #accounts: Accounts;
  readonly #credentials: CredentialStore;
  readonly #tokens: PhaseTokens;
  readonly #auditor: AuditorService;

  constructor(options: {
    accounts: Accounts;
    credentials: CredentialStore;
    tokens: PhaseTokens;
    auditor: AuditorService;
  }) {
    this.#accounts = options.accounts;
    this.#credentials = options.credentials;
    this.#tokens = options.tokens;
    this.#auditor = options.auditor;
  }

  /**
   * Opens the credential of an account for one phase, or signs the token of the phase. A role wins over a credential.
   *
   * @returns undefined for an account that is entered with a role, or without a credential
   * @throws Error with a sentence for people when the account is gone or its credential does not fit or open
   */
  async forPhase(options: {
    account: string;
    session: TerraformSession;
  }): Promise<PhaseCredential | undefined> {
    const account = await this.#accounts.get(options.account);
    if (hasRole(account)) return undefined;
    const held = (await this.#credentials.list()).get(account.name);
    if (!held) return undefined;
    const { session } = options;
    const event = await this.#auditor.createEvent({
      eventId: 'account-credential-use',
      severityLevel: 'medium',
      meta: {
        account: account.name,
        kind: held.kind,
        runId: session.runId,
        phase: session.phase,
        workspace: session.workspace,
        environment: session.environment,
        requestedBy: session.requestedBy,
        approvedBy: session.approvedBy,
      },
    });
    try {
      const credential = await this.#open(account, session);
      await this.#credentials.markUsed(account.name);
      await event.success();
      return credential;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  async #open(
    account: AccountRecord,
    session: TerraformSession,
  ): Promise<PhaseCredential> {
    const credential = await this.#credentials.open(account.name);
    if (!credential) {
      throw new Error(
        `The credential of the account ${account.name} was removed just now; plan again`,
      );
    }
    // The name may stand for another account than when the credential was set.
    const problem = credentialProblem(account.cloud, credential);
    if (problem) {
      throw new Error(
        `The credential of the account ${account.name} cannot be used. ${problem}`,
      );
    }
    const audience = tokenAudience(credential);
    return toPhaseCredential(
      account,
      credential,
      audience && (await this.#tokens.issue(session, audience)),
    );
  }
}
