import type { PhaseResult, PhaseSecrets, PhaseSpec } from './index';

/**
 * The contract between an executor and a runner on a machine of its own: objects in a bucket that only the two may read.
 *
 * ```
 * runs/<run>/<phase>/<random name>              RunManifest; holds secrets; the executor removes it once the phase was begun
 * runs/<run>/<phase>/input.tar.gz               what the phase unpacks
 * runs/<run>/<phase>/input.tfplan               apply: the plan file
 * runs/<run>/<phase>/started                    made exclusively by the runner's first act: the ARN of its build
 * runs/<run>/<phase>/cancel                     written by the executor: a CancelMode; the runner polls it
 * runs/<run>/<phase>/<build ARN>/<name>         RESULT_FILES, as handed over
 * runs/<run>/<phase>/<build ARN>/output.ndjson  all OutputRecords
 * runs/<run>/<phase>/<build ARN>/exit.json      RemoteExit, written last: the proof that the phase was seen to end
 * ```
 *
 * The runner prints each OutputRecord as one line of JSON with its number (NumberedRecord), so that a reader of the log can tell what it
 * has and what it misses. Other lines are those of the machine.
 */
export interface RunManifest {
  v: 1;
  /** What does not depend on the machine. The runner adds the region of the role to `env` unless a region is there. */
  spec: Omit<
    PhaseSpec,
    | 'v'
    | 'workFolder'
    | 'inputArchive'
    | 'planFile'
    | 'binary'
    | 'providerMirrors'
    | 'providerCache'
    | 'runAs'
    | 'deadlineReason'
  >;
  secrets: Omit<PhaseSecrets, 'stateCredentials'>;
  /** Lower-case hex sha256 of `input.tar.gz`, and of `input.tfplan` for an apply. */
  inputSha256: string;
  planSha256?: string;
  /** KMS key that encrypts what the runner hands over; the bucket's own without it. */
  kmsKeyId?: string;
  /** As what Terraform works in AWS; it gets no AWS credentials without it. */
  role?: AssumedRole;
}

/** A role in AWS, and who comes. Names and tags are what AWS allows: `[\w+=,.@-]`. */
export interface AssumedRole {
  /** Absent: the machine's own role. */
  roleArn?: string;
  externalId?: string;
  /** 2 to 64 characters; CloudTrail shows it. */
  sessionName: string;
  /** 2 to 64 characters; cannot be changed further down the chain. */
  sourceIdentity?: string;
  tags: Record<string, string>;
  /** Session policy, JSON of at most 2,048 characters: narrows what the role may do. */
  policy?: string;
  /** Region of the STS endpoint. */
  region?: string;
}

/** What `exit.json` holds. */
export interface RemoteExit {
  v: 1;
  result: PhaseResult;
  /** number of OutputRecords, so that a reader of the log knows when it has them all */
  records: number;
}

/** Names of the objects of a phase. */
export const REMOTE_FILES = {
  input: 'input.tar.gz',
  plan: 'input.tfplan',
  started: 'started',
  cancel: 'cancel',
  output: 'output.ndjson',
  exit: 'exit.json',
} as const;
