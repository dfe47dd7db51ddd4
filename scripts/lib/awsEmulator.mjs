// An AWS on this machine, for a portal that runs Terraform in CodeBuild: the test double of packages/codebuild-emulator, set up as the
// Terraform modules codebuild-runner and terraform-permissions set up a real one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project.mjs';
import { findProviderMirror } from './providerMirror.mjs';
import { load } from './typescript.mjs';

/** Adds what is emulated to the demo's configuration. */
export const EMULATOR_CONFIG = join(ROOT, 'app-config.emulator.yaml');

/** Where builds run. */
const RUNNER_ACCOUNT = '111122223333';
/** Where the resources of the environment `cloud` are. */
const TARGET_ACCOUNT = '444455556666';
const EXTERNAL_ID = 'planroom-demo';

/**
 * Starts it with everything that app-config.emulator.yaml names.
 *
 * @param options.configure - changes a project before it is made, for tests
 * @returns the emulator, and the variables with which the portal finds it
 */
export async function startAwsEmulator({
  configure = project => project,
  ...options
} = {}) {
  const { AwsEmulator } = load('@planroom/codebuild-emulator');
  const mirror = process.env.TF_PLUGIN_MIRROR_DIR ?? findProviderMirror();
  const emulator = await AwsEmulator.start({
    accountId: RUNNER_ACCOUNT,
    imagePaths: {
      '/usr/local/lib/planroom/runner': join(
        ROOT,
        'packages/terraform-runner/dist',
      ),
    },
    imageEnv: {
      ...(mirror && { TF_PLUGIN_MIRROR_DIR: mirror }),
      // The image has a newer Node.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    ...options,
  });
  for (const bucket of ['planroom-artifacts', 'planroom-state']) {
    emulator.createBucket(bucket, { versioning: true });
  }
  for (const phase of ['plan', 'apply']) {
    emulator.putProject(configure(projectOf(phase), phase));
    emulator.putRole({
      arn: `arn:aws:iam::${TARGET_ACCOUNT}:role/planroom-${phase}`,
      externalId: EXTERNAL_ID,
    });
  }
  const queue = emulator.createQueue('planroom-builds');
  return {
    emulator,
    env: { ...emulator.env, EMULATED_QUEUE_URL: queue.url },
  };
}

function projectOf(phase) {
  return {
    name: `planroom-${phase}`,
    buildspec: readFileSync(
      join(ROOT, 'terraform/modules/codebuild-runner/buildspec.yml'),
      'utf8',
    ),
    serviceRole: `arn:aws:iam::${RUNNER_ACCOUNT}:role/planroom-${phase}`,
    image: `${RUNNER_ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:emulated`,
    timeoutInMinutes: phase === 'plan' ? 60 : 480,
    concurrentBuildLimit: 5,
    logGroup: '/aws/codebuild/planroom',
    environmentVariables: {
      RUN_MANIFEST: 'none',
      RUN_PHASE: phase,
      RUN_TERRAFORM_VERSION: terraformVersion(),
      RUN_ARTIFACT_BUCKET: 'planroom-artifacts',
      RUN_TIMEOUT_MINUTES: phase === 'plan' ? '60' : '480',
    },
  };
}

/** Builds use the Terraform of this machine. */
function terraformVersion() {
  const answer = execFileSync('terraform', ['version', '-json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(answer).terraform_version;
}
