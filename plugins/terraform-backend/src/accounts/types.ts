import {
  Account,
  CloudName,
  CredentialKind,
} from '@planroom/backstage-plugin-terraform-common';

/** An account as it was configured or added; no secrets. It is also what a `TerraformCloud` takes. */
export interface AccountRecord {
  name: string;
  cloud: CloudName;
  /** AWS account id, Azure subscription id or Google project id */
  accountId: string;
  title?: string;
  environments: string[];
  /** where resources may be; everywhere when empty */
  regions: string[];
  planRoleArn?: string;
  applyRoleArn?: string;
  externalId?: string;
  permissionsBoundaryArn?: string;
  owner: string;
  source: Account['source'];
  /** of one that was added in the portal */
  createdBy?: string;
  createdAt?: string;
}

/** What may be known of a sealed credential. */
export interface CredentialRecord {
  account: string;
  kind: CredentialKind;
  setBy: string;
  setAt: string;
  lastUsedAt?: string;
}

/** The credential itself. Lives only as long as it takes to hand it over. */
export interface OpenCredential {
  kind: CredentialKind;
  values: Record<string, string>;
}

/** What a phase gets of a credential, in the words of the runner's PhaseSecrets. */
export interface PhaseCredential {
  /** variables of Terraform's environment */
  env: Record<string, string>;
  /** contents by name; `{{credentials}}` in them and in `env` stands for their folder */
  files: Record<string, string>;
  /** values that must appear in no output */
  redact: string[];
}
