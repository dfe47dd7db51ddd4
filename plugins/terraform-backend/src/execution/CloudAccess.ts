import { PlanAccess } from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformCloud,
  TerraformCloudName,
  TerraformSession,
} from '@planroom/backstage-plugin-terraform-node';
import type { AssumedRole, RedactedChange } from '@planroom/terraform-runner';
import { AccountAccess } from '../accounts/AccountAccess';
import { Accounts } from '../accounts/Accounts';
import { AccountRecord, PhaseCredential } from '../accounts/types';
import { ApprovalStore } from '../approvals/ApprovalStore';
import { ModuleCatalogue } from '../modules';
import { PhaseRecord, RunRecord } from '../runs/types';
import { WorkspaceStore } from '../workspaces/WorkspaceStore';

/** How a phase gets into its account: what the executor does for it, and what Terraform gets. */
export interface PhaseCloudAccess {
  /** for an executor that takes roles itself */
  role?: AssumedRole;
  credential: PhaseCredential;
}

/** The part of an account that a plan is approved for. */
export interface ApprovedAccount {
  /** name and id */
  account?: string;
  applyRole?: string;
}

const NOTHING: PhaseCredential = { env: {}, files: {}, redact: [] };

/** Which account a run works in, as whom, and with which permissions. */
export class CloudAccess {
  readonly #accounts: Accounts;
  readonly #accountAccess: AccountAccess;
  readonly #clouds: Map<TerraformCloudName, TerraformCloud>;
  readonly #workspaces: WorkspaceStore;
  readonly #modules: ModuleCatalogue;
  readonly #approvals: ApprovalStore;

  constructor(options: {
    accounts: Accounts;
    accountAccess: AccountAccess;
    clouds: Map<TerraformCloudName, TerraformCloud>;
    workspaces: WorkspaceStore;
    modules: ModuleCatalogue;
    approvals: ApprovalStore;
  }) {
    this.#accounts = options.accounts;
    this.#accountAccess = options.accountAccess;
    this.#clouds = options.clouds;
    this.#workspaces = options.workspaces;
    this.#modules = options.modules;
    this.#approvals = options.approvals;
  }

  /**
   * The account and role that an apply of the run would have now.
   *
   * @throws ConflictError when the account is gone or no longer allowed
   */
  async approved(run: RunRecord): Promise<ApprovedAccount> {
    const account = await this.#accountOf(run);
    if (!account) return {};
    return {
      account: `${account.name} (${account.accountId})`,
      ...(account.applyRoleArn && { applyRole: account.applyRoleArn }),
    };
  }

  /** What the apply of the plan may do; undefined for a workspace without an account. */
  async ofApply(
    run: RunRecord,
    changes: RedactedChange[],
  ): Promise<PlanAccess | undefined> {
    const account = await this.#accountOf(run);
    return account && this.#access(run, account, 'apply', changes);
  }

  /**
   * What a phase gets.
   *
   * @param approved - of an apply: what was approved
   * @throws Error with a sentence for people when there is no way into the account
   */
  async forPhase(
    run: RunRecord,
    phase: PhaseRecord,
    options: { takesRoles?: boolean; approved?: PlanAccess },
  ): Promise<PhaseCloudAccess> {
    const account = await this.#accountOf(run);
    if (!account) return { credential: NOTHING };
    const session = await this.#session(run, phase);
    const credential = await this.#accountAccess.forPhase({
      account: account.name,
      session,
    });
    if (credential) return { credential };
    const cloud = this.#clouds.get(account.cloud);
    if (!cloud) {
      throw new Error(
        `the account ${account.name} has no credential; set one on the page of the account`,
      );
    }
    const access =
      options.approved ?? (await this.#access(run, account, phase.phase, []));
    const role = cloud.role(account, access, session);
    if (options.takesRoles) return { role, credential: NOTHING };
    const env = await cloud.credentials(role);
    return { credential: { env, files: {}, redact: Object.values(env) } };
  }

  async #accountOf(run: RunRecord): Promise<AccountRecord | undefined> {
    const workspace = await this.#workspaces.get(run.workspaceId);
    return workspace && this.#accounts.ofWorkspace(workspace);
  }

  #access(
    run: RunRecord,
    account: AccountRecord,
    phase: PhaseRecord['phase'],
    changes: RedactedChange[],
  ): PlanAccess {
    const cloud = this.#clouds.get(account.cloud);
    if (!cloud) {
      return {
        account: account.name,
        accountId: account.accountId,
        grants: [],
        warnings: [
          `What Terraform may do in ${account.name} is what its credential may do; Planroom cannot narrow it`,
        ],
      };
    }
    const module = this.#modules.get(run.module);
    return cloud.access({
      account,
      phase,
      module: { name: run.module, permissionSet: module?.permissionSet },
      needs: changes.map(({ type, mode, action }) => ({ type, mode, action })),
    });
  }

  async #session(
    run: RunRecord,
    phase: PhaseRecord,
  ): Promise<TerraformSession> {
    const given = await this.#approvals.list(run.id);
    return {
      runId: run.id,
      phase: phase.phase,
      workspace: run.workspaceName,
      environment: run.environment,
      requestedBy: run.requestedBy,
      approvedBy: given
        .filter(({ decision }) => decision === 'approve')
        .map(({ by }) => by),
    };
  }
}
