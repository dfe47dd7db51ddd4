import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { JsonObject } from '@backstage/types';
import { AwsEmulator, EmulatedProject } from '@planroom/codebuild-emulator';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports, @backstage/no-forbidden-package-imports
import {
  fixtureModules,
  startTerraformBackend,
  TerraformBackend,
  TerraformBackendOptions,
} from '@planroom/backstage-plugin-terraform-backend/src/__testUtils__';
import terraformModuleAws from '..';

const REPOSITORY = resolve(__dirname, '../../../..');
export const RUNNER_ACCOUNT = '111122223333';
export const TARGET_ACCOUNT = '444455556666';
export const EXTERNAL_ID = 'planroom-tests';
export const BUCKETS = { artifacts: 'artifacts', state: 'states' };
export const roleOf = (account: string, phase: string) =>
  `arn:aws:iam::${account}:role/planroom-${phase}`;

/** Modules that need no provider, and belong to accounts of AWS all the same. */
const MODULES = {
  service: `
    variable "name" {
      type    = string
      default = "a"
    }
    variable "seconds" {
      type    = number
      default = 0
    }
    variable "token" {
      type      = string
      sensitive = true
      default   = null
    }
    resource "terraform_data" "first" {
      input = var.name
    }
    resource "terraform_data" "slow" {
      triggers_replace = [terraform_data.first.output]
      input            = var.token
      provisioner "local-exec" {
        command = "echo \${nonsensitive(var.seconds)} seconds; sleep \${var.seconds}; env | grep -c AWS_CONTAINER || true"
      }
    }
    resource "terraform_data" "last" {
      input      = var.name
      depends_on = [terraform_data.slow]
    }
    output "name" { value = terraform_data.last.output }
  `,
};

/** The double of AWS, set up as the Terraform modules codebuild-runner and terraform-permissions set up a real one. */
export interface EmulatedAws {
  emulator: AwsEmulator;
  queueUrl: string;
  /** changes the projects that there are */
  putProjects(change: Partial<EmulatedProject>): void;
}

export async function startEmulatedAws(): Promise<EmulatedAws> {
  const emulator = await AwsEmulator.start({
    accountId: RUNNER_ACCOUNT,
    imagePaths: {
      '/usr/local/lib/planroom/runner': join(
        REPOSITORY,
        'packages/terraform-runner/dist',
      ),
    },
    // The image has a newer Node.
    imageEnv: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  // SDKs read these when a client is made.
  Object.assign(process.env, emulator.env);
  emulator.createBucket(BUCKETS.artifacts);
  emulator.createBucket(BUCKETS.state);
  const putProjects = (change: Partial<EmulatedProject>) => {
    for (const phase of ['plan', 'apply']) {
      emulator.putProject({ ...projectOf(phase), ...change });
    }
  };
  putProjects({});
  for (const phase of ['plan', 'apply']) {
    emulator.putRole({
      arn: roleOf(TARGET_ACCOUNT, phase),
      externalId: EXTERNAL_ID,
    });
  }
  return {
    emulator,
    queueUrl: emulator.createQueue('builds').url,
    putProjects,
  };
}

function projectOf(phase: string): EmulatedProject {
  return {
    name: `planroom-${phase}`,
    buildspec: readFileSync(
      join(REPOSITORY, 'terraform/modules/codebuild-runner/buildspec.yml'),
      'utf8',
    ),
    serviceRole: roleOf(RUNNER_ACCOUNT, phase),
    timeoutInMinutes: 60,
    logGroup: '/aws/codebuild/planroom',
    environmentVariables: {
      RUN_MANIFEST: 'none',
      RUN_PHASE: phase,
      RUN_TERRAFORM_VERSION: terraformVersion(),
      RUN_ARTIFACT_BUCKET: BUCKETS.artifacts,
      RUN_TIMEOUT_MINUTES: '60',
    },
  };
}

function terraformVersion(): string {
  const answer = execFileSync('terraform', ['version', '-json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(answer.toString()).terraform_version;
}

/** The account in which the modules above have their resources. */
export const ACCOUNT = {
  cloud: 'aws',
  accountId: TARGET_ACCOUNT,
  environments: ['cloud'],
  planRoleArn: roleOf(TARGET_ACCOUNT, 'plan'),
  applyRoleArn: roleOf(TARGET_ACCOUNT, 'apply'),
  externalId: EXTERNAL_ID,
  owner: 'group:default/platform',
};

/** A portal whose environment `cloud` runs Terraform in CodeBuild. */
export function startAwsPortal(
  aws: EmulatedAws,
  options: Omit<TerraformBackendOptions, 'terraform'> & {
    environment?: JsonObject;
    account?: JsonObject | null;
    codebuild?: JsonObject;
  } = {},
): Promise<TerraformBackend> {
  const { environment, account, codebuild, ...others } = options;
  return startTerraformBackend({
    ...others,
    modules: [terraformModuleAws],
    terraform: {
      modules: fixtureModules(MODULES, 'aws'),
      plans: { store: 's3' },
      executors: {
        codebuild: {
          region: aws.emulator.region,
          accountId: RUNNER_ACCOUNT,
          projects: {
            plan: { local: 'planroom-plan' },
            apply: { local: 'planroom-apply' },
          },
          artifacts: { bucket: BUCKETS.artifacts },
          state: { bucket: BUCKETS.state },
          events: { queueUrl: aws.queueUrl },
          pollSeconds: 1,
          ...codebuild,
        },
      },
      ...(account !== null && {
        accounts: { target: { ...ACCOUNT, ...account } },
      }),
      environments: {
        cloud: {
          approvals: { required: 1, groups: ['group:default/reviewers'] },
          executor: 'codebuild',
          state: 's3',
          ...environment,
        },
      },
    },
  });
}

/** A workspace of the module above. */
export function createWorkspace(
  portal: TerraformBackend,
  name: string,
  variables: Record<string, unknown> = {},
) {
  return portal.as('developer').createWorkspace({
    name,
    module: 'service',
    environment: 'cloud',
    variables,
  });
}
