import { generateKeyPairSync } from 'node:crypto';
import {
  CloudName,
  CredentialKind,
} from '@planroom/backstage-plugin-terraform-common';
import {
  credentialProblem,
  toPhaseCredential,
  tokenAudience,
} from './credentials';

const CANARY = 'canary-in-a-credential';
const uuid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const audience =
  '//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/planroom/providers/planroom';
const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
}).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const serviceAccount = {
  type: 'service_account',
  project_id: 'payments-dev-1234',
  private_key_id: 'abc',
  private_key: privateKey,
  client_email: 'planroom@payments-dev-1234.iam.gserviceaccount.com',
};
const key = JSON.stringify(serviceAccount);
const accessKey = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const clientSecret = {
  tenantId: uuid,
  clientId: uuid,
  clientSecret: 'abc8Q~secret-of-the-client',
};

type Case = [CloudName, CredentialKind, Record<string, string>];

it.each<Case>([
  ['aws', 'aws-access-key', accessKey],
  ['azure', 'azure-client-secret', clientSecret],
  ['azure', 'azure-workload-identity', { tenantId: uuid, clientId: uuid }],
  ['gcp', 'gcp-service-account-key', { key }],
  ['gcp', 'gcp-workload-identity', { audience }],
  [
    'gcp',
    'gcp-workload-identity',
    { audience, serviceAccountEmail: serviceAccount.client_email },
  ],
])('takes for %s a credential of the kind %s', (cloud, kind, values) => {
  expect(credentialProblem(cloud, { kind, values })).toBeUndefined();
});

const withoutKey = { ...serviceAccount, private_key: undefined };

it.each<[...Case, string]>([
  [
    'azure',
    'aws-access-key',
    accessKey,
    'choose azure-client-secret or azure-workload-identity',
  ],
  ['aws', 'gcp-workload-identity', { audience }, 'choose aws-access-key'],
  [
    'aws',
    'aws-access-key',
    { ...accessKey, sessionToken: CANARY },
    'accessKeyId, secretAccessKey and no others',
  ],
  ['aws', 'aws-access-key', { accessKeyId: CANARY }, 'accessKeyId must be'],
  [
    'aws',
    'aws-access-key',
    { ...accessKey, accessKeyId: `ASIA${CANARY}` },
    'temporary keys end',
  ],
  [
    'aws',
    'aws-access-key',
    { ...accessKey, secretAccessKey: CANARY },
    'secretAccessKey must be',
  ],
  [
    'azure',
    'azure-client-secret',
    { tenantId: uuid, clientId: uuid },
    'values.clientSecret is missing',
  ],
  [
    'azure',
    'azure-client-secret',
    { ...clientSecret, clientId: CANARY },
    'clientId must be a UUID',
  ],
  ['gcp', 'gcp-service-account-key', { key: CANARY }, 'must be the JSON'],
  ['gcp', 'gcp-service-account-key', { key: `"${CANARY}"` }, 'be the JSON'],
  [
    'gcp',
    'gcp-service-account-key',
    { key: JSON.stringify({ type: CANARY }) },
    'type must be service_account',
  ],
  [
    'gcp',
    'gcp-service-account-key',
    { key: JSON.stringify(withoutKey) },
    'has no private_key;',
  ],
  [
    'gcp',
    'gcp-service-account-key',
    { key: JSON.stringify({ ...serviceAccount, private_key: CANARY }) },
    'has a private_key that is none',
  ],
  [
    'gcp',
    'gcp-workload-identity',
    { audience: `https:${audience}${CANARY}!` },
    'audience must be',
  ],
  [
    'gcp',
    'gcp-workload-identity',
    { audience, serviceAccountEmail: CANARY },
    'serviceAccountEmail must be',
  ],
])('refuses for %s %s %j, without its value', (cloud, kind, values, words) => {
  const problem = credentialProblem(cloud, { kind, values });
  expect(problem).toContain(words);
  expect(problem).not.toContain(CANARY);
});

it.each<[Case, object]>([
  [
    ['aws', 'aws-access-key', accessKey],
    {
      env: {
        AWS_ACCESS_KEY_ID: accessKey.accessKeyId,
        AWS_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
      },
      files: {},
      redact: [accessKey.secretAccessKey],
    },
  ],
  [
    ['azure', 'azure-client-secret', clientSecret],
    {
      env: {
        ARM_CLIENT_ID: uuid,
        ARM_CLIENT_SECRET: clientSecret.clientSecret,
        ARM_TENANT_ID: uuid,
        ARM_SUBSCRIPTION_ID: 'the-account',
      },
      files: {},
      redact: [clientSecret.clientSecret],
    },
  ],
  [
    ['azure', 'azure-workload-identity', { tenantId: uuid, clientId: uuid }],
    {
      env: {
        ARM_USE_OIDC: 'true',
        ARM_OIDC_TOKEN: 'the-token',
        ARM_CLIENT_ID: uuid,
        ARM_TENANT_ID: uuid,
        ARM_SUBSCRIPTION_ID: 'the-account',
      },
      files: {},
      redact: ['the-token'],
    },
  ],
  [
    ['gcp', 'gcp-service-account-key', { key }],
    {
      env: { GOOGLE_CREDENTIALS: key, GOOGLE_PROJECT: 'the-account' },
      files: {},
      redact: [key, privateKey],
    },
  ],
])('gives Terraform of %j', ([, kind, values], expected) => {
  const account = { accountId: 'the-account' };
  expect(toPhaseCredential(account, { kind, values }, 'the-token')).toEqual(
    expected,
  );
});

it('lets Google exchange the token of the phase, as a service account where one is named', () => {
  const kind = 'gcp-workload-identity';
  const account = { accountId: 'payments-dev-1234' };
  const email = serviceAccount.client_email;
  const { env, files, redact } = toPhaseCredential(
    account,
    { kind, values: { audience, serviceAccountEmail: email } },
    'the-token',
  );
  expect(env).toEqual({
    GOOGLE_APPLICATION_CREDENTIALS: '{{credentials}}/gcp.json',
    GOOGLE_PROJECT: 'payments-dev-1234',
  });
  expect(redact).toEqual(['the-token']);
  expect(files['gcp-token']).toBe('the-token');
  const external = JSON.parse(files['gcp.json']);
  expect(external).toEqual({
    type: 'external_account',
    audience,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token',
    credential_source: { file: '{{credentials}}/gcp-token' },
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
  });
  const direct = toPhaseCredential(account, { kind, values: { audience } });
  expect(JSON.parse(direct.files['gcp.json'])).not.toHaveProperty(
    'service_account_impersonation_url',
  );
});

it.each<[CredentialKind, string | undefined]>([
  ['aws-access-key', undefined],
  ['azure-client-secret', undefined],
  ['azure-workload-identity', 'api://AzureADTokenExchange'],
  ['gcp-service-account-key', undefined],
  ['gcp-workload-identity', audience],
])('signs for %s a token for %s', (kind, expected) => {
  expect(tokenAudience({ kind, values: { audience } })).toBe(expected);
});
