import type { Build } from './build';
import { parseManifest } from './parseManifest';

const BUILD: Build = {
  arn: 'arn:aws:codebuild:eu-west-1:111122223333:build/p:1',
  bucket: 'artifacts',
  runId: 'run-1',
  phase: 'apply',
  manifestKey: 'runs/run-1/apply/m',
  prefix: 'runs/run-1/apply/',
  region: 'eu-west-1',
};
const HASH = 'a'.repeat(64);

function manifest(): Record<string, any> {
  return {
    v: 1,
    spec: {
      phaseId: 'phase-1',
      runId: 'run-1',
      workspaceId: 'workspace-1',
      phase: 'apply',
      kind: 'plan_and_apply',
      state: { type: 's3', bucket: 'b', key: 'k', region: 'eu-west-1' },
      env: {},
      expected: { planSha256: HASH, archiveSha256: HASH },
    },
    secrets: {
      stateUsername: '',
      statePassword: '',
      variables: { password: 'secret-canary' },
      ephemeralVariables: {},
      credentials: {},
      redact: [],
    },
    inputSha256: HASH,
    planSha256: HASH,
    role: {
      roleArn: 'arn:aws:iam::111122223333:role/team/planroom',
      externalId: 'one:two/three',
      sessionName: 'planroom-1-apply',
      tags: { 'run-id': 'run-1' },
    },
  };
}

const parse = (document: unknown, build = BUILD) =>
  parseManifest(JSON.stringify(document), build);

it('takes a manifest that agrees with its address', () => {
  expect(parse(manifest())).toEqual(manifest());
  const plan = manifest();
  plan.spec.phase = 'plan';
  delete plan.planSha256;
  delete plan.role;
  expect(parse(plan, { ...BUILD, phase: 'plan' })).toEqual(plan);
});

it.each<[string, string, unknown, RegExp]>([
  ['another version', 'v', 2, /not of version 1/],
  ['no spec', 'spec', undefined, /not of version 1/],
  ['another run', 'spec.runId', 'run-2', /is about run run-2/],
  ['another phase', 'spec.phase', 'plan', /is about the phase plan/],
  ['no phase', 'spec.phase', 'destroy', /neither plan nor apply/],
  ['no such state', 'spec.state.type', 'gcs', /neither an http nor an S3/],
  ['half a state', 'spec.state.key', '', /neither an http nor an S3/],
  ['no secrets', 'secrets', undefined, /secrets of this phase did not/],
  [
    'a file that leads elsewhere',
    'secrets.credentialFiles',
    { '../x': 'y' },
    /impossible name/,
  ],
  ['no hash', 'inputSha256', 'abc', /lacks the sha256/],
  ['no hash of the plan', 'planSha256', undefined, /lacks the sha256/],
  ['a key that is none', 'kmsKeyId', 1, /kmsKeyId is not a text/],
  ['no role', 'role', 'admin', /its role has/],
  ['no session name', 'role.sessionName', undefined, /its role has/],
  ['an alien name', 'role.sessionName', 'a b', /its role has/],
  ['an alien source', 'role.sourceIdentity', 'a:b', /its role has/],
  ['an alien role', 'role.roleArn', 'arn:aws:s3:::x', /its role has/],
  ['a long policy', 'role.policy', 'x'.repeat(2_049), /its role has/],
])('refuses %s', (_, path, value, sentence) => {
  const document = manifest();
  const names = path.split('.');
  const last = names.pop() ?? '';
  names.reduce((part, name) => part[name], document)[last] = value;
  const attempt = () => parse(document);
  expect(attempt).toThrow(sentence);
  expect(attempt).toThrow('s3://artifacts/runs/run-1/apply/m');
  expect(attempt).not.toThrow('canary');
});

it('keeps numbers that are too long for a double', () => {
  const text = JSON.stringify(manifest()).replace(
    '"secret-canary"',
    '12345678901234567890',
  );
  expect(parseManifest(text, BUILD).secrets.variables).toEqual({
    password: '12345678901234567890',
  });
});

it('refuses what is not JSON without quoting it', () => {
  expect(() => parseManifest('{"secret": canary', BUILD)).toThrow(
    /is not JSON; start the run again\.$/,
  );
  expect(() => parse([])).toThrow('not of version 1');
});
