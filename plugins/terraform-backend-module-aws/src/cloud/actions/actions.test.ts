import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReading } from '../actionPatterns';
import { ACTIONS, serviceOf } from './index';

const REPOSITORY = join(__dirname, '../../../../..');

function usedTypes(): string[] {
  const types = readdirSync(join(REPOSITORY, 'terraform'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter(file => file.endsWith('.tf') && !file.includes('.terraform/'))
    .flatMap(file => {
      const text = readFileSync(join(REPOSITORY, 'terraform', file), 'utf8');
      return [...text.matchAll(/^\s*(resource|data) "(aws_\w+)"/gm)].map(
        ([, mode, type]) => (mode === 'data' ? `data.${type}` : type),
      );
    });
  return [...new Set(types)].sort();
}

describe('the table of actions', () => {
  it('has every type of the library, its environments and examples', () => {
    const used = usedTypes();

    expect(used.length).toBeGreaterThan(70);
    expect(used.filter(type => !ACTIONS[type])).toEqual([]);
  });

  it('agrees with what the permission sets are compared with', () => {
    const needed: Record<string, { plan?: string; apply?: string }> =
      JSON.parse(
        readFileSync(
          join(REPOSITORY, 'scripts/lib/terraform/resourceTypes.json'),
          'utf8',
        ),
      );

    const missing = Object.entries(needed).flatMap(([type, { plan, apply }]) =>
      [
        plan && !ACTIONS[type].read.includes(plan) && `${type}: ${plan}`,
        apply && !ACTIONS[type].create.includes(apply) && `${type}: ${apply}`,
      ].filter(Boolean),
    );
    expect(missing).toEqual([]);
  });

  it('names actions as IAM does, and reads with actions that read', () => {
    const all = Object.values(ACTIONS).flatMap(actions =>
      Object.values(actions).flat(),
    );
    expect(
      all.filter(action => !/^[a-z0-9-]+:([A-Z][A-Za-z0-9]+|\*)$/.test(action)),
    ).toEqual([]);

    const writing = Object.entries(ACTIONS)
      .filter(([, { read }]) => !read.every(isReading))
      .map(([type]) => type);
    // It calls a function while Terraform plans, whatever that does.
    expect(writing).toEqual(['data.aws_lambda_invocation']);
  });

  it('knows how to make, change and remove whatever it knows to read', () => {
    const bare = Object.entries(ACTIONS)
      .filter(([type]) => !type.startsWith('data.'))
      .filter(([, { create }]) => create.length === 0)
      .map(([type]) => type);
    // It waits for somebody else's doing.
    expect(bare).toEqual(['aws_acm_certificate_validation']);
  });
});

describe('serviceOf', () => {
  it.each([
    ['aws_glue_job', 'glue'],
    ['data.aws_glue_script', 'glue'],
    ['aws_route53_resolver_rule', 'route53resolver'],
    ['aws_route53_zone', 'route53'],
    ['aws_cloudwatch_log_anomaly_detector', 'logs'],
    ['aws_cloudwatch_event_endpoint', 'events'],
    ['aws_cloudwatch_contributor_insight_rule', 'cloudwatch'],
    ['data.aws_subnets', 'ec2'],
    ['aws_neptune_cluster', 'rds'],
    ['aws_cognito_identity_pool', 'cognito-identity'],
    ['aws_cognito_user', 'cognito-idp'],
    ['aws_opensearchserverless_collection', 'aoss'],
    ['aws_quantum_ledger', undefined],
    ['awscc_s3_bucket', undefined],
    ['random_password', undefined],
  ])('of %s is %s', (type, service) => {
    expect(serviceOf(type)).toBe(service);
  });

  it('agrees with the table', () => {
    const differing = Object.entries(ACTIONS)
      .map(([type, { read, create }]) => ({
        type,
        service: [...read, ...create][0]?.split(':')[0],
      }))
      .filter(({ type, service }) => service && service !== serviceOf(type));
    expect(differing).toEqual([]);
  });
});
