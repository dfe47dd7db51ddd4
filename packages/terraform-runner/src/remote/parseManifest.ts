import { parseExactly } from '../exactNumbers';
import type { AssumedRole, RunManifest } from '../index';
import { isObject } from '../json';
import { parseSecrets, parseSpec } from '../spec';
import { Refusal, type Build } from './build';

const SHA256 = /^[0-9a-f]{64}$/;
const ROLE_ARN = /^arn:[a-z0-9-]+:iam::\d{12}:role\/[A-Za-z0-9+=,.@_/-]+$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const REGION = /^[a-z0-9-]+$/;
const MAX_POLICY_LENGTH = 2_048;
const MAX_TAGS = 50;

/** Where things would be, for checking what does not depend on it. */
const PLACES = {
  v: 1,
  workFolder: '/work',
  inputArchive: '/input',
  planFile: '/plan',
  binary: '/terraform',
  providerMirrors: [],
};

function fits(value: unknown, pattern: RegExp): boolean {
  return (
    value === undefined || (typeof value === 'string' && pattern.test(value))
  );
}

function isRole(value: unknown): value is AssumedRole {
  return (
    isObject(value) &&
    fits(value.roleArn, ROLE_ARN) &&
    fits(value.externalId, EXTERNAL_ID) &&
    fits(value.sessionName ?? '', SESSION_NAME) &&
    fits(value.sourceIdentity, SESSION_NAME) &&
    fits(value.region, REGION) &&
    isObject(value.tags) &&
    Object.keys(value.tags).length <= MAX_TAGS &&
    Object.values(value.tags).every(tag => typeof tag === 'string') &&
    (value.policy === undefined ||
      (typeof value.policy === 'string' &&
        value.policy.length <= MAX_POLICY_LENGTH))
  );
}

function complaintAbout(document: unknown, build: Build): string | undefined {
  if (!isObject(document) || document.v !== 1 || !isObject(document.spec)) {
    return 'it is not of version 1; portal and image of the runner are of different versions, so build the image anew';
  }
  const { spec, secrets, inputSha256, planSha256, kmsKeyId, role } = document;
  try {
    parseSpec({ ...spec, ...PLACES });
    parseSecrets(secrets);
  } catch (error) {
    return (error as Error).message;
  }
  if (spec.runId !== build.runId) {
    return `it is about run ${spec.runId}`;
  }
  if (spec.phase !== build.phase) {
    return `it is about the phase ${spec.phase}`;
  }
  const hashes =
    build.phase === 'apply' ? [inputSha256, planSha256] : [inputSha256];
  if (hashes.some(hash => !SHA256.test(String(hash)))) {
    return 'it lacks the sha256 of what the phase unpacks or applies';
  }
  if (!fits(kmsKeyId, /./)) {
    return 'its kmsKeyId is not a text';
  }
  return role === undefined || isRole(role)
    ? undefined
    : 'its role has a name, tag or policy that AWS would not take';
}

/** Takes a manifest from raw to valid; throws a Refusal, which quotes nothing secret of it. */
export function parseManifest(text: string, build: Build): RunManifest {
  let document: unknown;
  try {
    document = parseExactly(text);
  } catch {
    throw new Refusal(
      `The manifest s3://${build.bucket}/${build.manifestKey} is not JSON; start the run again.`,
    );
  }
  const complaint = complaintAbout(document, build);
  if (complaint) {
    throw new Refusal(
      `The manifest s3://${build.bucket}/${build.manifestKey} cannot be used: ${complaint}.`,
    );
  }
  return document as RunManifest;
}
