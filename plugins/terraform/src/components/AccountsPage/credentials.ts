import type {
  Account,
  CloudName,
  CredentialKind,
} from '@planroom/backstage-plugin-terraform-common';

/** One value of a credential, as it is asked for. */
export type CredentialField = {
  name: string;
  label: string;
  description?: string;
  /** Whether nobody may read it over a shoulder; an identifier is shown while it is typed. */
  secret?: boolean;
  optional?: boolean;
};

/** A kind of credential, as a person chooses it. */
export type CredentialForm = {
  kind: CredentialKind;
  cloud: CloudName;
  title: string;
  text: string;
  fields: CredentialField[];
};

const TRUSTS_TOKENS =
  'Nothing secret is kept: the portal signs a token for each phase. Its issuer is the address of the backend with /api/terraform/oidc, unless the configuration says otherwise; the subject of a token is workspace:<name>:environment:<environment>:phase:<plan or apply>.';

const TENANT: CredentialField = {
  name: 'tenantId',
  label: 'Tenant id',
  description: 'Of the directory that the application belongs to.',
};
const CLIENT: CredentialField = {
  name: 'clientId',
  label: 'Client id',
  description: 'Of the application registration.',
};

/** All kinds; within a cloud the one to prefer comes first. */
export const CREDENTIAL_FORMS: readonly CredentialForm[] = [
  {
    kind: 'aws-access-key',
    cloud: 'aws',
    title: 'Access key',
    text: 'For accounts that have no role to enter. A role needs no secret and is narrowed for each apply: prefer it.',
    fields: [
      { name: 'accessKeyId', label: 'Access key id' },
      { name: 'secretAccessKey', label: 'Secret access key', secret: true },
    ],
  },
  {
    kind: 'azure-workload-identity',
    cloud: 'azure',
    title: 'Workload identity',
    text: `${TRUSTS_TOKENS} Add a federated credential with both to the application.`,
    fields: [TENANT, CLIENT],
  },
  {
    kind: 'azure-client-secret',
    cloud: 'azure',
    title: 'Client secret',
    text: 'A secret of an application registration. It ends at the date that Entra ID shows: replace it before.',
    fields: [
      TENANT,
      CLIENT,
      { name: 'clientSecret', label: 'Client secret', secret: true },
    ],
  },
  {
    kind: 'gcp-workload-identity',
    cloud: 'gcp',
    title: 'Workload identity',
    text: `${TRUSTS_TOKENS} Make a workload identity provider that trusts the issuer.`,
    fields: [
      {
        name: 'audience',
        label: 'Audience',
        description:
          'Full name of the provider: //iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>',
      },
      {
        name: 'serviceAccountEmail',
        label: 'Service account',
        description: 'Its email, if Terraform shall act as one.',
        optional: true,
      },
    ],
  },
  {
    kind: 'gcp-service-account-key',
    cloud: 'gcp',
    title: 'Service account key',
    text: 'A key file that does not end by itself: prefer workload identity.',
    fields: [
      {
        name: 'key',
        label: 'Key',
        description: 'The whole JSON file that Google Cloud gave.',
        secret: true,
      },
    ],
  },
];

/** "Client secret", "Workload identity". */
export function credentialTitle(kind: CredentialKind): string {
  return CREDENTIAL_FORMS.find(form => form.kind === kind)?.title ?? kind;
}

/** How the portal gets into an account, in a few words. */
export function accessWords(account: Account): string {
  const { planRoleArn, applyRoleArn, credential } = account;
  const ways = [
    planRoleArn && applyRoleArn && 'Roles for plan and apply',
    planRoleArn && !applyRoleArn && 'Role for plan only',
    applyRoleArn && !planRoleArn && 'Role for apply only',
    credential && credentialWords(credential.kind),
  ].filter(Boolean);
  return ways.join('; ') || 'none';
}

function credentialWords(kind: CredentialKind): string {
  const form = CREDENTIAL_FORMS.find(each => each.kind === kind);
  const sealed = form?.fields.some(field => field.secret);
  return `${credentialTitle(kind)}${sealed ? ' (sealed)' : ''}`;
}
