import type {
  TerraformCloudAccount,
  TerraformSession,
} from '@planroom/backstage-plugin-terraform-node';

export const BOUNDARY = 'arn:aws:iam::444455556666:policy/planroom-boundary';

export function anAccount(
  changes: Partial<TerraformCloudAccount> = {},
): TerraformCloudAccount {
  return {
    name: 'payments-staging',
    cloud: 'aws',
    accountId: '444455556666',
    regions: [],
    planRoleArn: 'arn:aws:iam::444455556666:role/planroom-plan',
    applyRoleArn: 'arn:aws:iam::444455556666:role/planroom-apply',
    ...changes,
  };
}

export function aSession(
  changes: Partial<TerraformSession> = {},
): TerraformSession {
  return {
    runId: '0f4c1f9e-7d1c-4f35-9d0e-2f5a7f3f5d11',
    phase: 'apply',
    workspace: 'payments-queue',
    environment: 'staging',
    requestedBy: 'user:default/developer',
    approvedBy: ['user:default/reviewer', 'user:default/platform'],
    ...changes,
  };
}
