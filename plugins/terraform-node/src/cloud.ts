import type {
  AssumedRole,
  ChangeAction,
  PhaseName,
} from '@planroom/terraform-runner';

/** A cloud that accounts can belong to. @public */
export type TerraformCloudName = 'aws' | 'azure' | 'gcp';

/** An account as a cloud sees it; no secrets. @public */
export interface TerraformCloudAccount {
  /** As environments and workspaces name it. */
  name: string;
  /** The cloud it belongs to. */
  cloud: TerraformCloudName;
  /** AWS: account id; Azure: subscription id; Google: project id */
  accountId: string;
  /** Where resources may be; everywhere when empty. */
  regions: string[];
  /** AWS: role for plans, and for applies. Without them, the role of the machine that Terraform runs on. */
  planRoleArn?: string;
  /** AWS: role for applies. */
  applyRoleArn?: string;
  /** AWS: what the trust policies of the roles ask for. */
  externalId?: string;
  /** AWS: policy that every role must carry that an apply makes. */
  permissionsBoundaryArn?: string;
}

/** One resource as far as permissions matter. @public */
export interface TerraformNeed {
  /** Resource type, such as `aws_s3_bucket`. */
  type: string;
  /** Whether Terraform manages it or only reads it. */
  mode: 'managed' | 'data';
  /** What happens to it. */
  action: ChangeAction;
}

/** What a phase is about to do in an account. @public */
export interface TerraformAccessRequest {
  /** Where. */
  account: TerraformCloudAccount;
  /** Plans read, applies write. */
  phase: PhaseName;
  /** What is deployed. */
  module: { name: string; permissionSet?: string };
  /** apply: what the plan changes and reads; plan: nothing is known yet, and the list is empty */
  needs: TerraformNeed[];
}

/**
 * What a phase may do in an account, and why: shown in review, and part of what is approved. Plain JSON, no secrets.
 *
 * @public
 */
export interface TerraformAccess {
  /** Name of the account. */
  account: string;
  /** AWS account id, Azure subscription or Google project. */
  accountId: string;
  /** AWS: the role that the session is of; absent for the machine's own. */
  roleArn?: string;
  /** What the session is narrowed to; absent when the cloud cannot narrow it. */
  policy?: string;
  /** The same for people, one entry for each need. */
  grants: Array<{
    /** what asks for it: a resource type, or the module */
    for: string;
    actions: string[];
  }>;
  /** Sentences for the reviewer, such as types of which nothing is known. */
  warnings: string[];
}

/** Who comes, for CloudTrail and its like. @public */
export interface TerraformSession {
  /** The run. */
  runId: string;
  /** Its phase. */
  phase: PhaseName;
  /** Name of the workspace. */
  workspace: string;
  /** Name of the environment. */
  environment: string;
  /** Entity reference of who asked. */
  requestedBy: string;
  /** Entity references of those who approved. */
  approvedBy: string[];
}

/** What came of looking at an account from outside. @public */
export interface TerraformAccountTest {
  /** The worst of the checks, `unknown` ones aside. */
  status: 'ok' | 'degraded' | 'error';
  /** One entry for each thing looked at, in words; `message` says what to do. */
  checks: Array<{
    name: string;
    status: 'ok' | 'degraded' | 'error' | 'unknown';
    message?: string;
  }>;
}

/**
 * Knows one cloud: which permissions a phase needs, how it gets there, whether an account can be reached.
 *
 * @public
 */
export interface TerraformCloud {
  /** Which one. */
  readonly name: TerraformCloudName;
  /** What the phase may do. Pure: the same request gives the same answer. */
  access(request: TerraformAccessRequest): TerraformAccess;
  /** Who the phase is in the account, for an executor that takes roles itself. */
  role(
    account: TerraformCloudAccount,
    access: TerraformAccess,
    session: TerraformSession,
  ): AssumedRole;
  /**
   * Takes the role from here, for an executor that cannot.
   *
   * @returns variables of the environment for Terraform
   * @throws Error with a sentence that names the role and what to mend
   */
  credentials(role: AssumedRole): Promise<Record<string, string>>;
  /** Looks whether plan and apply roles can be taken, and which actions they lack. */
  test(account: TerraformCloudAccount): Promise<TerraformAccountTest>;
}
