import { REMOTE_FILES, type PhaseName } from '../index';

/** Ends a build before it has touched anything, with a sentence a person can act on. */
export class Refusal extends Error {}

/** What a build is about, from its environment. */
export interface Build {
  /** ARN of the build; what it hands over lies in a folder of this name. */
  arn: string;
  bucket: string;
  runId: string;
  phase: PhaseName;
  /** Key of the manifest. */
  manifestKey: string;
  /** `runs/<run>/<phase>/`, where everything of the phase lies. */
  prefix: string;
  region: string;
  /** As the project names it: `1.11.4`, `1.11` or `tofu-1.10.6`. */
  version?: string;
  timeoutMinutes?: number;
}

export type Environment = Record<string, string | undefined>;

const ADDRESS =
  /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/runs\/([A-Za-z0-9_-]+)\/(plan|apply)\/([A-Za-z0-9_.-]+)$/;
const VERSION = /^[a-z0-9][a-z0-9.-]*$/;
const BUILD_ARN = /^arn:[a-z0-9-]+:codebuild:[A-Za-z0-9:/_.-]+$/;

function demand(env: Environment, name: string): string {
  const value = env[name];
  if (!value) {
    throw new Refusal(
      `${name} is not set; the project of this build must set it as the module codebuild-runner does.`,
    );
  }
  return value;
}

/** Reads what CodeBuild, the project and the starter of a build say; throws a Refusal if they do not agree. */
export function parseBuild(env: Environment): Build {
  const bucket = demand(env, 'RUN_ARTIFACT_BUCKET');
  const phase = demand(env, 'RUN_PHASE');
  const arn = demand(env, 'CODEBUILD_BUILD_ARN');
  const region = env.AWS_REGION || demand(env, 'AWS_DEFAULT_REGION');
  const address = env.RUN_MANIFEST ?? '';
  const [, addressBucket, runId, addressPhase, name] =
    ADDRESS.exec(address) ?? [];
  if (phase !== 'plan' && phase !== 'apply') {
    throw new Refusal(`RUN_PHASE must be plan or apply, got "${phase}".`);
  }
  if (
    addressBucket !== bucket ||
    addressPhase !== phase ||
    Object.values<string>(REMOTE_FILES).includes(name)
  ) {
    throw new Refusal(
      `RUN_MANIFEST must be s3://${bucket}/runs/<run>/${phase}/<name>, got "${address}".`,
    );
  }
  if (!BUILD_ARN.test(arn)) {
    throw new Refusal(
      `CODEBUILD_BUILD_ARN is not the ARN of a build: "${arn}".`,
    );
  }
  const version = env.RUN_TERRAFORM_VERSION || undefined;
  if (version && !VERSION.test(version)) {
    throw new Refusal(
      `RUN_TERRAFORM_VERSION must be a version such as 1.11.4 or tofu-1.10.6, got "${version}".`,
    );
  }
  const prefix = `runs/${runId}/${phase}/`;
  return {
    arn,
    bucket,
    runId,
    phase,
    manifestKey: prefix + name,
    prefix,
    region,
    version,
    timeoutMinutes: parseTimeout(env.RUN_TIMEOUT_MINUTES),
  };
}

function parseTimeout(text: string | undefined): number | undefined {
  if (!text) {
    return undefined;
  }
  const minutes = Number(text);
  if (!(minutes > 0)) {
    throw new Refusal(
      `RUN_TIMEOUT_MINUTES must be the project's timeout in minutes, got "${text}".`,
    );
  }
  return minutes;
}

/** Minutes that remain after the runner was interrupted: for Terraform to come to an end and for its results to be stored. */
const RESERVE_MINUTES = 6;
const SHORTEST_TIMEOUT_MINUTES = 10;

/** When the runner must interrupt Terraform: what the portal wants, or before CodeBuild ends everything. */
export function deadlineOf(
  build: Pick<Build, 'phase' | 'timeoutMinutes'>,
  deadlineSeconds: number | undefined,
  /** since the build's command began */
  elapsedSeconds: number,
): { deadlineSeconds?: number; deadlineReason?: string } {
  const { phase, timeoutMinutes } = build;
  if (
    timeoutMinutes === undefined ||
    timeoutMinutes <= SHORTEST_TIMEOUT_MINUTES
  ) {
    return { deadlineSeconds };
  }
  const ownSeconds = Math.max(
    1,
    (timeoutMinutes - RESERVE_MINUTES) * 60 - elapsedSeconds,
  );
  return deadlineSeconds !== undefined && deadlineSeconds <= ownSeconds
    ? { deadlineSeconds }
    : {
        deadlineSeconds: ownSeconds,
        deadlineReason: `The ${phase} was interrupted ${RESERVE_MINUTES} minutes before the timeout of its CodeBuild project (${timeoutMinutes} minutes) would have ended it; raise the timeout (timeouts of the module codebuild-runner) or make the workspace smaller.`,
      };
}
