import {
  CloudName,
  CredentialKind,
} from '@planroom/backstage-plugin-terraform-common';
import { AccountRecord, OpenCredential, PhaseCredential } from './types';

interface Member {
  pattern: RegExp;
  words: string;
  optional?: boolean;
}

const UUID: Member = {
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  words: 'a UUID',
};

/** What each kind consists of. */
const KINDS: Record<
  CredentialKind,
  { cloud: CloudName; members: Record<string, Member> }
> = {
  'aws-access-key': {
    cloud: 'aws',
    members: {
      accessKeyId: {
        pattern: /^AKIA[A-Z0-9]{12,124}$/,
        words:
          'the id of a lasting access key, which begins with AKIA; temporary keys end before they are used',
      },
      secretAccessKey: {
        pattern: /^[A-Za-z0-9/+=]{40,128}$/,
        words: 'the secret of that access key, of at least 40 characters',
      },
    },
  },
  'azure-client-secret': {
    cloud: 'azure',
    members: {
      tenantId: UUID,
      clientId: UUID,
      clientSecret: {
        pattern: /^\S{8,}$/,
        words: 'the value of a client secret, not its id',
      },
    },
  },
  'azure-workload-identity': {
    cloud: 'azure',
    members: { tenantId: UUID, clientId: UUID },
  },
  'gcp-service-account-key': {
    cloud: 'gcp',
    members: {
      key: { pattern: /[^]/, words: 'the JSON of a service account key' },
    },
  },
  'gcp-workload-identity': {
    cloud: 'gcp',
    members: {
      audience: {
        pattern:
          /^\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/,
        words:
          'the name of a provider, such as //iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/planroom/providers/planroom',
      },
      serviceAccountEmail: {
        pattern: /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/,
        words: 'the address of a service account',
        optional: true,
      },
    },
  },
};

/** For whom a token of the portal is, for kinds that are one; undefined for the others. */
export function tokenAudience({
  kind,
  values,
}: OpenCredential): string | undefined {
  switch (kind) {
    case 'azure-workload-identity':
      return 'api://AzureADTokenExchange';
    case 'gcp-workload-identity':
      return values.audience;
    default:
      return undefined;
  }
}

/** What is wrong with a credential for an account of that cloud, as a sentence that quotes no value; undefined when nothing is. */
export function credentialProblem(
  cloud: CloudName,
  { kind, values }: OpenCredential,
): string | undefined {
  const { members, cloud: own } = KINDS[kind];
  if (own !== cloud) {
    const fitting = Object.entries(KINDS)
      .filter(([, { cloud: its }]) => its === cloud)
      .map(([name]) => name);
    return `A credential of the kind ${kind} does not fit an account of ${cloud}; choose ${fitting.join(
      ' or ',
    )}`;
  }
  const names = Object.keys(members);
  if (Object.keys(values).some(name => !names.includes(name))) {
    return `A credential of the kind ${kind} has the values ${names.join(
      ', ',
    )} and no others`;
  }
  for (const [name, { pattern, words, optional }] of Object.entries(members)) {
    const value = values[name];
    if (value === undefined && optional) continue;
    if (value === undefined) return `values.${name} is missing: ${words}`;
    if (!pattern.test(value)) return `values.${name} must be ${words}`;
  }
  return kind === 'gcp-service-account-key'
    ? serviceAccountKeyProblem(values.key)
    : undefined;
}

function serviceAccountKeyProblem(text: string): string | undefined {
  const key = parseObject(text);
  if (!key) {
    return 'values.key must be the JSON of a service account key, as Google gives it for download';
  }
  if (key.type !== 'service_account') {
    return 'values.key must be the key of a service account: its type must be service_account';
  }
  const missing = [
    'project_id',
    'private_key_id',
    'private_key',
    'client_email',
  ].find(name => typeof key[name] !== 'string' || key[name] === '');
  if (missing) {
    return `values.key has no ${missing}; give the whole file that Google gave for download`;
  }
  return String(key.private_key).startsWith('-----BEGIN PRIVATE KEY-----')
    ? undefined
    : 'values.key has a private_key that is none; give the whole file that Google gave for download';
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How Terraform's providers take a credential.
 *
 * @param token - the token of the phase, for kinds with a token audience
 */
export function toPhaseCredential(
  account: Pick<AccountRecord, 'accountId'>,
  { kind, values }: OpenCredential,
  token = '',
): PhaseCredential {
  const { accountId } = account;
  switch (kind) {
    case 'aws-access-key':
      return {
        env: {
          AWS_ACCESS_KEY_ID: values.accessKeyId,
          AWS_SECRET_ACCESS_KEY: values.secretAccessKey,
        },
        files: {},
        redact: [values.secretAccessKey],
      };
    case 'azure-client-secret':
      return {
        env: {
          ...azureEnvironment(accountId, values),
          ARM_CLIENT_SECRET: values.clientSecret,
        },
        files: {},
        redact: [values.clientSecret],
      };
    case 'azure-workload-identity':
      return {
        env: {
          ...azureEnvironment(accountId, values),
          ARM_USE_OIDC: 'true',
          ARM_OIDC_TOKEN: token,
        },
        files: {},
        redact: [token],
      };
    case 'gcp-service-account-key':
      return {
        env: { GOOGLE_CREDENTIALS: values.key, GOOGLE_PROJECT: accountId },
        files: {},
        redact: [values.key, String(parseObject(values.key)?.private_key)],
      };
    default:
      return {
        env: {
          GOOGLE_APPLICATION_CREDENTIALS: '{{credentials}}/gcp.json',
          GOOGLE_PROJECT: accountId,
        },
        files: {
          'gcp-token': token,
          'gcp.json': JSON.stringify(externalAccount(values)),
        },
        redact: [token],
      };
  }
}

function azureEnvironment(
  subscriptionId: string,
  values: Record<string, string>,
): Record<string, string> {
  return {
    ARM_CLIENT_ID: values.clientId,
    ARM_TENANT_ID: values.tenantId,
    ARM_SUBSCRIPTION_ID: subscriptionId,
  };
}

/** How Google's libraries exchange the token of the phase for one of Google. */
function externalAccount(values: Record<string, string>) {
  const { audience, serviceAccountEmail } = values;
  return {
    type: 'external_account',
    audience,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token',
    credential_source: { file: '{{credentials}}/gcp-token' },
    ...(serviceAccountEmail && {
      service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${serviceAccountEmail}:generateAccessToken`,
    }),
  };
}
