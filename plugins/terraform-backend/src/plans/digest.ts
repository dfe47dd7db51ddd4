import { createHash, createHmac } from 'node:crypto';
import {
  canonicalJson,
  RunKind,
} from '@planroom/backstage-plugin-terraform-common';
import { ApprovalRules, SealedVariables } from '../runs/types';

/** Everything that an approval covers, `contracts.md` section 5. */
export interface DigestInput {
  v: 1;
  runId: string;
  workspaceId: string;
  kind: RunKind;
  planSha256: string;
  archiveSha256: string;
  variablesHmac: string;
  /** of the state the plan was made on; absent when there was none */
  lineage?: string;
  serial?: number;
  terraformVersion: string;
  providerLockSha256: string;
  executor: string;
  /** name and id of the account, and the role of its applies; absent for a workspace without an account */
  account?: string;
  applyRole?: string;
  rulesSha256: string;
  redactedModelSha256: string;
}

/** `sha256:` and the hex hash of the canonical JSON. */
export function computeDigest(input: DigestInput): string {
  return `sha256:${sha256(canonicalJson(input))}`;
}

export function hashRules(rules: ApprovalRules): string {
  return sha256(canonicalJson(rules));
}

/** Keyed by a random key of the run, so that the digest gives nothing away about values. */
export function hashVariables(variables: SealedVariables): string {
  return createHmac('sha256', Buffer.from(variables.hmacKey, 'hex'))
    .update(canonicalJson(variables.values))
    .digest('hex');
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * What has changed since the plan was made, in words; empty when the plan still stands.
 */
export function describeDigestChanges(
  planned: DigestInput,
  now: DigestInput,
): string[] {
  const words: Array<[keyof DigestInput, string]> = [
    ['planSha256', 'the plan file'],
    ['archiveSha256', 'the configuration'],
    ['redactedModelSha256', 'the stored plan that people read'],
    ['variablesHmac', 'the variables'],
    ['lineage', 'the state (another lineage)'],
    ['serial', 'the state (another apply wrote a newer version)'],
    ['rulesSha256', 'the approval rules of the environment'],
    ['executor', 'the executor of the environment'],
    ['account', 'the account'],
    ['applyRole', 'the role of applies in the account'],
  ];
  return words
    .filter(([key]) => planned[key] !== now[key])
    .map(([, text]) => text);
}
