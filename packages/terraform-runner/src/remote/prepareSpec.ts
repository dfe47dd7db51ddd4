import { REMOTE_FILES, type PhaseSpec, type RunManifest } from '../index';
import { PhaseFailure } from '../phase';
import type { Artifacts } from './artifacts';
import { deadlineOf, type Build, type Environment } from './build';
import { findBinary } from './findBinary';
import { providerMirrors, type Places } from './places';
import type { User } from './terraformUser';

/** What says where AWS is, and nothing of who comes: it holds for Terraform as for the runner. */
const WHERE_AWS_IS =
  /^AWS_(ENDPOINT_URL(_[A-Z0-9_]+)?|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT|CA_BUNDLE)$/;

interface Preparation {
  build: Build;
  artifacts: Artifacts;
  manifest: RunManifest;
  places: Places;
  user: User | undefined;
  env: Environment;
}

/** Brings what the phase needs to this machine and says where it is. Throws a PhaseFailure if something is missing or was changed. */
export async function prepareSpec(phase: Preparation): Promise<PhaseSpec> {
  const { build, manifest, places, user, env } = phase;
  const [{ path }] = await Promise.all([
    findBinary(build.version, { path: env.PATH ?? '' }),
    download(phase, REMOTE_FILES.input, places.input, manifest.inputSha256),
    build.phase === 'apply' &&
      download(phase, REMOTE_FILES.plan, places.plan, manifest.planSha256),
  ]);
  const { role, spec } = manifest;
  return {
    ...spec,
    ...deadlineOf(build, spec.deadlineSeconds, process.uptime()),
    v: 1,
    workFolder: places.work,
    inputArchive: places.input,
    ...(build.phase === 'apply' ? { planFile: places.plan } : {}),
    binary: path,
    providerMirrors: await providerMirrors(env),
    env: {
      ...(role?.region ? { AWS_REGION: role.region } : {}),
      ...whereAwsIs(env),
      // The machine may have a role of its own, which is not Terraform's.
      AWS_EC2_METADATA_DISABLED: 'true',
      ...spec.env,
    },
    ...(user ? { runAs: user } : {}),
  };
}

async function download(
  { artifacts, build }: Preparation,
  name: string,
  path: string,
  sha256: string | undefined,
): Promise<void> {
  if ((await artifacts.download(name, path)) !== sha256) {
    throw new PhaseFailure(
      `s3://${build.bucket}/${build.prefix}${name} is not what the portal stored there, so nothing was run. Start a new run.`,
    );
  }
}

function whereAwsIs(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value && WHERE_AWS_IS.test(name) ? [[name, value]] : [],
    ),
  );
}
