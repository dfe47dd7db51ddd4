import { refuseEnvironment, terraformEnvironment } from './environment';
import type { PhaseSecrets, PhaseSpec, StateBackend } from './index';
import { secretValues } from './secrets';

describe('refuseEnvironment', () => {
  it.each([
    'TF_LOG',
    'TF_VAR_x',
    'TF_CLI_ARGS_plan',
    'PATH',
    'HOME',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'NODE_OPTIONS',
    'GIT_SSH_COMMAND',
    'BASH_ENV',
    'PYTHONPATH',
    'CHECKPOINT_DISABLE',
    'a-b',
    'A=B',
    '',
  ])('refuses %s', name => {
    expect(refuseEnvironment({ [name]: 'x' }, 'The environment')).toContain(
      name,
    );
  });

  it.each([
    'AWS_REGION',
    'GOOGLE_PROJECT',
    'ARM_SUBSCRIPTION_ID',
    'GITHUB_TOKEN',
    'LDAP_HOST',
    'HTTPS_PROXY',
    'SSL_CERT_FILE',
  ])('lets %s pass', name => {
    expect(refuseEnvironment({ [name]: 'x' }, 'The environment')).toBe(
      undefined,
    );
  });
});

describe('terraformEnvironment', () => {
  const secrets: PhaseSecrets = {
    stateUsername: 'user',
    statePassword: 'password',
    variables: {},
    ephemeralVariables: { token: 'ephemeral' },
    credentials: {
      GOOGLE_APPLICATION_CREDENTIALS: '{{credentials}}/google.json',
      AWS_REGION: 'eu-west-1',
    },
    credentialFiles: {
      'google.json': '{"private_key":"file-canary","list":["nested-canary"]}',
      'kube.yaml': 'token: whole-canary',
    },
    stateCredentials: { AWS_CONFIG_FILE: '/access/config' },
    redact: [],
  };
  const http: StateBackend = {
    address: 'a',
    lockAddress: 'a',
    unlockAddress: 'a',
  };
  const s3: StateBackend = {
    type: 's3',
    bucket: 'b',
    key: 'k',
    region: 'eu-west-1',
  };

  const environment = (
    state: StateBackend,
    knowledge: Parameters<typeof terraformEnvironment>[3],
    given: PhaseSecrets = secrets,
  ) =>
    terraformEnvironment(
      { state, env: { SOMEWHERE: 'x' } } as unknown as PhaseSpec,
      given,
      {
        path: '/bin',
        home: '/h',
        tmp: '/t',
        cliConfig: '/c',
        credentials: '/run/credentials',
      },
      knowledge,
    );

  it('tells a command only what it must know', () => {
    expect(environment(http, {})).not.toHaveProperty('TF_HTTP_PASSWORD');
    expect(environment(http, { state: true })).toMatchObject({
      SOMEWHERE: 'x',
      TF_HTTP_PASSWORD: 'password',
    });
    const known = environment(s3, { state: true });
    expect(known).toMatchObject({ AWS_CONFIG_FILE: '/access/config' });
    expect(known).not.toHaveProperty('TF_HTTP_PASSWORD');
    expect(known).not.toHaveProperty('GOOGLE_APPLICATION_CREDENTIALS');
    expect(environment(http, { state: true })).not.toHaveProperty(
      'AWS_CONFIG_FILE',
    );
    expect(environment(s3, { credentials: true })).toMatchObject({
      GOOGLE_APPLICATION_CREDENTIALS: '/run/credentials/google.json',
      TF_VAR_token: 'ephemeral',
    });
  });

  it('refuses a credential that would take the state’s away', () => {
    const clash = {
      ...secrets,
      credentials: { AWS_CONFIG_FILE: '{{credentials}}/config' },
    };
    expect(() => environment(s3, {}, clash)).toThrow(/sets AWS_CONFIG_FILE/);
    expect(() => environment(http, {}, clash)).not.toThrow();
  });

  it('counts what files say among the secrets, and not where AWS is', () => {
    const values = secretValues(secrets);
    expect(values).toEqual(
      expect.arrayContaining([
        'file-canary',
        'nested-canary',
        'token: whole-canary',
      ]),
    );
    expect(values).not.toContain('eu-west-1');
  });
});
