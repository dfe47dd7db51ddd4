import { isAbsolute, normalize } from 'node:path';
import type { PhaseSecrets, PhaseSpec, RunKind } from './index';
import { asObject, isObject, type JsonObject } from './json';
import { PhaseFailure } from './phase';

/** One file in one folder, whatever is said. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const KINDS: RunKind[] = [
  'plan_and_apply',
  'plan_only',
  'destroy',
  'refresh_only',
];

function text(document: JsonObject, name: string): string {
  const value = document[name];
  if (typeof value !== 'string' || value === '') {
    throw new PhaseFailure(`phase.json has no ${name}`);
  }
  return value;
}

function path(value: unknown, name: string): string {
  if (
    typeof value !== 'string' ||
    !isAbsolute(value) ||
    normalize(value) !== value ||
    value === '/'
  ) {
    throw new PhaseFailure(`${name} in phase.json is not an absolute path`);
  }
  return value;
}

function strings(value: unknown, name: string): Record<string, string> {
  if (
    !isObject(value) ||
    Object.values(value).some(item => typeof item !== 'string')
  ) {
    throw new PhaseFailure(`${name} is not an object of strings`);
  }
  return value as Record<string, string>;
}

function parseState(value: unknown): void {
  const state = strings(value, 'state in phase.json');
  const required =
    'type' in state
      ? ['bucket', 'key', 'region']
      : ['address', 'lockAddress', 'unlockAddress'];
  if (
    ('type' in state && state.type !== 's3') ||
    required.some(name => !state[name])
  ) {
    throw new PhaseFailure(
      'state in phase.json describes neither an http nor an S3 backend',
    );
  }
}

/** Takes phase.json from raw to valid. */
export function parseSpec(document: unknown): PhaseSpec {
  if (!isObject(document) || document.v !== 1) {
    throw new PhaseFailure(
      'phase.json is not of version 1; the portal and its runner are of different versions',
    );
  }
  const spec = document as unknown as PhaseSpec;
  for (const name of ['phaseId', 'runId', 'workspaceId']) {
    text(document, name);
  }
  if (spec.phase !== 'plan' && spec.phase !== 'apply') {
    throw new PhaseFailure('phase.json names neither plan nor apply');
  }
  if (!KINDS.includes(spec.kind)) {
    throw new PhaseFailure('phase.json names no known kind of run');
  }
  path(spec.workFolder, 'workFolder');
  path(spec.inputArchive, 'inputArchive');
  path(spec.binary, 'binary');
  if (!Array.isArray(spec.providerMirrors)) {
    throw new PhaseFailure('providerMirrors in phase.json is not a list');
  }
  spec.providerMirrors.forEach(mirror => path(mirror, 'providerMirrors'));
  if (spec.providerCache !== undefined) {
    path(spec.providerCache, 'providerCache');
  }
  if (spec.runAs !== undefined) {
    const { uid, gid } = asObject(spec.runAs);
    if (![uid, gid].every(id => Number.isInteger(id) && Number(id) > 0)) {
      throw new PhaseFailure('runAs in phase.json names no unprivileged user');
    }
  }
  if (
    spec.deadlineSeconds !== undefined &&
    !(Number(spec.deadlineSeconds) > 0)
  ) {
    throw new PhaseFailure('deadlineSeconds in phase.json is not positive');
  }
  if (
    spec.deadlineReason !== undefined &&
    typeof spec.deadlineReason !== 'string'
  ) {
    throw new PhaseFailure('deadlineReason in phase.json is not a text');
  }
  strings(spec.env, 'env in phase.json');
  parseState(spec.state);
  if (spec.phase === 'apply') {
    path(spec.planFile, 'planFile');
    strings(spec.expected, 'expected in phase.json');
  }
  return spec;
}

/** Takes the document of the secrets' file descriptor from raw to valid. Its messages quote nothing of it. */
export function parseSecrets(document: unknown): PhaseSecrets {
  if (
    !isObject(document) ||
    typeof document.stateUsername !== 'string' ||
    typeof document.statePassword !== 'string' ||
    !isObject(document.variables) ||
    !Array.isArray(document.redact) ||
    document.redact.some(item => typeof item !== 'string')
  ) {
    throw new PhaseFailure(
      'The secrets of this phase did not arrive in the expected shape',
    );
  }
  const ephemeral = strings(document.ephemeralVariables, 'ephemeralVariables');
  if (
    Object.keys(ephemeral).some(name => !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name))
  ) {
    throw new PhaseFailure('An ephemeral variable has an impossible name');
  }
  strings(document.credentials, 'credentials');
  strings(document.stateCredentials ?? {}, 'stateCredentials');
  const files = strings(document.credentialFiles ?? {}, 'credentialFiles');
  if (Object.keys(files).some(name => !FILE_NAME.test(name))) {
    throw new PhaseFailure('A file of the credentials has an impossible name');
  }
  return document as unknown as PhaseSecrets;
}
