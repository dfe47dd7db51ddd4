import {
  accountProblems,
  createAccountSchema,
  type Account,
  type CloudName,
  type CreateAccountRequest,
} from '@planroom/backstage-plugin-terraform-common';

/** An account as it is typed in; what is left empty is not given. */
export type AccountDraft = {
  cloud?: CloudName;
  name: string;
  title: string;
  accountId: string;
  environments: string[];
  /** Separated by commas or spaces. */
  regions: string;
  owner: string;
  planRoleArn: string;
  applyRoleArn: string;
  externalId: string;
  permissionsBoundaryArn: string;
};

export type AccountField = keyof AccountDraft;

export type AccountProblems = Partial<Record<AccountField, string>>;

/** How each cloud calls the id of an account. */
export const ACCOUNT_ID_LABELS: Record<CloudName, string> = {
  aws: 'Account id',
  azure: 'Subscription id',
  gcp: 'Project id',
};

const NEEDED: readonly AccountField[] = [
  'name',
  'accountId',
  'environments',
  'owner',
];

/** What the form begins with: nothing, or the account as it is. */
export function draftOf(
  account: Partial<Account>,
  externalId: string = '',
): AccountDraft {
  return {
    cloud: account.cloud,
    name: account.name ?? '',
    title: account.title ?? '',
    accountId: account.accountId ?? '',
    environments: account.environments ?? [],
    regions: account.regions?.join(', ') ?? '',
    owner: account.owner ?? '',
    planRoleArn: account.planRoleArn ?? '',
    applyRoleArn: account.applyRoleArn ?? '',
    externalId: account.externalId ?? externalId,
    permissionsBoundaryArn: account.permissionsBoundaryArn ?? '',
  };
}

/** The request that a draft makes. Roles belong to AWS alone, also when they were typed before another cloud was chosen. */
export function requestOf(
  draft: AccountDraft & { cloud: CloudName },
): CreateAccountRequest {
  const { cloud } = draft;
  const given = (text: string) => text.trim() || undefined;
  return {
    name: draft.name.trim(),
    cloud,
    accountId: draft.accountId.trim(),
    title: given(draft.title),
    environments: draft.environments,
    regions: draft.regions.split(/[\s,]+/).filter(Boolean),
    owner: draft.owner,
    ...(cloud === 'aws' && {
      planRoleArn: given(draft.planRoleArn),
      applyRoleArn: given(draft.applyRoleArn),
      externalId: given(draft.externalId),
      permissionsBoundaryArn: given(draft.permissionsBoundaryArn),
    }),
  };
}

/** What is wrong with a draft, by field: the first thing each. */
export function problemsOf(draft: AccountDraft): AccountProblems {
  const { cloud } = draft;
  if (!cloud) return { cloud: 'Choose a cloud.' };
  const request = requestOf({ ...draft, cloud });
  const problems: AccountProblems = {};
  for (const field of NEEDED) {
    if (request[field as keyof CreateAccountRequest]?.length === 0) {
      problems[field] = 'This is needed.';
    }
  }
  for (const issue of createAccountSchema.safeParse(request).error?.issues ??
    []) {
    problems[issue.path[0] as AccountField] ??= asSentence(issue.message);
  }
  for (const { field, message } of accountProblems(request)) {
    problems[field] ??= asSentence(message);
  }
  return problems;
}

/** "12 digits" as "12 digits.", with a capital letter where there is one. */
export function asSentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}
