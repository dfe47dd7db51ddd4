import type {
  Plan,
  PlanAccess,
  PlanChange,
  PlanChangeDetail,
  Run,
} from '@planroom/backstage-plugin-terraform-common';

const DIGEST = `sha256:${'7f3a'.repeat(16)}`;

/** A run that waits for one approval, for tests. @public */
export function sampleRun(overrides: Partial<Run> = {}): Run {
  return {
    id: '0f9c2a52-6f0e-4a4e-9d55-1f1a30b7c001',
    number: 42,
    status: 'planned',
    kind: 'plan_and_apply',
    workspaceId: '4f3b6f3e-6f0e-4a4e-9d55-1f1a30b7c002',
    workspaceName: 'payments-db',
    environment: 'production',
    owner: 'group:default/developers',
    module: { name: 'sandbox', version: '1.0.0' },
    message: 'bigger instance for black friday',
    requestedBy: 'user:default/developer',
    actor: 'user',
    createdAt: '2026-01-10T10:00:00.000Z',
    statusAt: '2026-01-10T10:00:20.000Z',
    phases: {
      plan: {
        startedAt: '2026-01-10T10:00:02.000Z',
        finishedAt: '2026-01-10T10:00:20.000Z',
      },
    },
    plan: {
      add: 1,
      change: 2,
      destroy: 0,
      replace: 1,
      import: 0,
      forget: 0,
      move: 0,
      digest: DIGEST,
      applyable: true,
    },
    approvals: {
      required: 1,
      groups: ['group:default/reviewers'],
      excludeRequester: true,
      given: [],
    },
    ...overrides,
  };
}

/** A plan that fits {@link sampleRun}, for tests. @public */
export function samplePlan(overrides: Partial<Plan> = {}): Plan {
  return {
    runId: sampleRun().id,
    digest: DIGEST,
    terraformVersion: '1.11.4',
    applyable: true,
    complete: true,
    add: 1,
    change: 2,
    destroy: 0,
    replace: 1,
    import: 0,
    forget: 0,
    move: 0,
    changes: 4,
    outputs: [],
    provisioners: [],
    drift: [],
    checks: [],
    ...overrides,
  };
}

/** What the apply of a plan may do in an account, for tests. @public */
export function sampleAccess(overrides: Partial<PlanAccess> = {}): PlanAccess {
  return {
    account: 'payments-production',
    accountId: '111122223333',
    roleArn: 'arn:aws:iam::111122223333:role/planroom-apply',
    policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["rds:*","s3:*"],"Resource":"*"}]}',
    grants: [
      { for: 'aws_db_instance', actions: ['rds:ModifyDBInstance'] },
      { for: 'aws_s3_bucket', actions: ['s3:GetObject', 's3:PutObject'] },
    ],
    warnings: ['All of S3 is allowed, because the policy would be too long.'],
    ...overrides,
  };
}

/** One change of a plan with its redacted values, for tests. @public */
export function sampleChange(
  overrides: Partial<PlanChangeDetail> = {},
): PlanChangeDetail {
  return {
    index: 0,
    address: 'aws_db_instance.main',
    type: 'aws_db_instance',
    name: 'main',
    module: '',
    provider: 'registry.terraform.io/hashicorp/aws',
    mode: 'managed',
    action: 'update',
    actions: ['update'],
    summary: 'instance_class',
    before: { instance_class: 'db.t3.small', engine: 'postgres' },
    after: { instance_class: 'db.t3.large', engine: 'postgres' },
    ...overrides,
  };
}

/** A change as lists have it: without its values. */
export function withoutValues(change: PlanChangeDetail): PlanChange {
  const { before, after, replacePaths, ...rest } = change;
  return rest;
}
