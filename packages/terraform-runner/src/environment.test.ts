import { refuseEnvironment } from './environment';

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
