import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS } from './actions';
import { POLICY_MAX_LENGTH, sessionPolicy } from './sessionPolicy';
import { BOUNDARY } from './__testUtils__/accounts';
import { isAllowed } from './__testUtils__/policies';

const actionsOf = (policy: string | undefined): string[] =>
  JSON.parse(policy ?? '').Statement[0].Action;

const writesOf = (service: string) => [
  ...new Set(
    Object.values(ACTIONS)
      .flatMap(({ create, update, delete: remove }) => [
        ...create,
        ...update,
        ...remove,
      ])
      .filter(
        action => action.startsWith(`${service}:`) && !action.endsWith('*'),
      ),
  ),
];
const readsOf = (service: string) => [
  ...new Set(
    Object.values(ACTIONS)
      .flatMap(({ read }) => read)
      .filter(action => action.startsWith(`${service}:`)),
  ),
];

describe('sessionPolicy', () => {
  it('names actions in full while they fit', () => {
    expect(
      sessionPolicy(
        ['sts:GetCallerIdentity', 's3:PutBucketPolicy', 's3:PutBucketPolicy'],
        { phase: 'apply', regions: [] },
      ),
    ).toEqual({
      policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutBucketPolicy","sts:GetCallerIdentity"],"Resource":"*"}]}',
      warnings: [],
    });
  });

  it('widens reading before writing, ordinary services before IAM, and says so', () => {
    const reading = sessionPolicy([...readsOf('ec2'), ...readsOf('s3')], {
      phase: 'apply',
      regions: [],
    });
    expect(actionsOf(reading.policy)).toEqual([
      'ec2:Describe*',
      'ec2:GetEbsDefaultKmsKeyId',
      'ec2:GetEbsEncryptionByDefault',
      'ec2:GetManagedPrefixListEntries',
      'ec2:GetPasswordData',
      'ec2:GetTransitGatewayAttachmentPropagations',
      'ec2:GetTransitGatewayRouteTableAssociations',
      'ec2:GetTransitGatewayRouteTablePropagations',
      'ec2:SearchTransitGatewayRoutes',
      ...readsOf('s3').sort(),
    ]);
    expect(reading.warnings).toEqual([
      'The session policy allows more than is needed, since AWS takes at most 2,048 characters; it has ec2:Describe* for 45 actions. The role itself is the limit.',
    ]);

    const writing = sessionPolicy(
      [...writesOf('rds'), ...writesOf('iam'), ...writesOf('ec2')],
      { phase: 'apply', regions: [] },
    );
    expect(
      actionsOf(writing.policy).filter(action => action.endsWith('*')),
    ).toEqual([
      'ec2:*',
      'iam:Delete*',
      'iam:List*',
      'rds:Create*',
      'rds:Delete*',
      'rds:Describe*',
      'rds:Modify*',
      'rds:Remove*',
      'rds:Restore*',
    ]);
  });

  it('takes back what proved needless: without any one of its patterns it is too long', () => {
    const needed = [...writesOf('ec2'), ...readsOf('ec2'), ...writesOf('s3')];
    const { policy = '' } = sessionPolicy(needed, {
      phase: 'apply',
      regions: ['eu-west-1'],
    });
    const actions = actionsOf(policy);
    const patterns = actions.filter(
      action => action.endsWith('*') && !needed.includes(action),
    );

    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) {
      const prefix = pattern.slice(0, -1);
      const instead = needed.filter(action => action.startsWith(prefix));
      const length =
        policy.length +
        instead.join('","').length +
        '"",'.length -
        (pattern.length + '"",'.length);
      expect(length).toBeGreaterThan(POLICY_MAX_LENGTH);
    }
  });

  it('keeps to the regions, but for services that have none', () => {
    const { policy = '' } = sessionPolicy(
      ['s3:CreateBucket', 'iam:CreateRole', 'sts:GetCallerIdentity'],
      { phase: 'apply', regions: ['eu-west-1', 'eu-central-1'] },
    );
    const from = (region: string) => ({ 'aws:RequestedRegion': region });

    expect(isAllowed(policy, 's3:CreateBucket', from('eu-west-1'))).toBe(true);
    expect(isAllowed(policy, 's3:CreateBucket', from('us-east-1'))).toBe(false);
    expect(isAllowed(policy, 'iam:CreateRole', from('us-east-1'))).toBe(true);
    expect(isAllowed(policy, 'sts:GetCallerIdentity', from('us-east-1'))).toBe(
      true,
    );
  });

  it('lets roles be made only with the boundary, however wide it became, and lets none be freed of it', () => {
    const everythingOfIam = [...writesOf('iam'), ...readsOf('iam')];
    const { policy = '' } = sessionPolicy(everythingOfIam, {
      phase: 'apply',
      regions: [],
      permissionsBoundaryArn: BOUNDARY,
    });
    const bound = { 'iam:PermissionsBoundary': BOUNDARY };
    const otherwise = { 'iam:PermissionsBoundary': `${BOUNDARY}-other` };

    expect(actionsOf(policy)).toContain('iam:Delete*');
    for (const action of [
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'iam:AttachRolePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:UpdateAssumeRolePolicy',
    ]) {
      expect(isAllowed(policy, action, bound)).toBe(true);
      expect(isAllowed(policy, action, otherwise)).toBe(false);
      expect(isAllowed(policy, action)).toBe(false);
    }
    expect(isAllowed(policy, 'iam:DeleteRolePermissionsBoundary', bound)).toBe(
      false,
    );
  });

  it('denies the same as the boundary of the module terraform-permissions', () => {
    const terraform = readFileSync(
      join(
        __dirname,
        '../../../../terraform/modules/terraform-permissions/main.boundary.tf',
      ),
      'utf8',
    );
    const listAfter = (sid: string, key: string) => {
      const block = terraform.slice(terraform.indexOf(`"${sid}"`));
      const list = new RegExp(` ${key}\\s+= \\[([^\\]]+)\\]`).exec(block);
      return [...(list?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
        ([, action]) => action,
      );
    };
    const { policy = '' } = sessionPolicy(['*'], {
      phase: 'apply',
      regions: ['eu-west-1'],
      permissionsBoundaryArn: BOUNDARY,
    });
    const [, regions, boundary] = JSON.parse(policy).Statement;

    expect(regions.NotAction).toEqual(
      listAfter('DenyOtherRegions', 'NotAction'),
    );
    expect(boundary.Action).toEqual(
      listAfter('DenyRolesWithoutBoundary', 'Action'),
    );
  });

  it('leaves regions out only when nothing else helps, and then says so', () => {
    const manyRegions = Array.from(
      { length: 200 },
      (_, index) => `eu-west-${index}`,
    );
    const { policy, warnings } = sessionPolicy(['s3:CreateBucket'], {
      phase: 'apply',
      regions: manyRegions,
    });

    expect(actionsOf(policy)).toEqual(['s3:CreateBucket']);
    expect(policy).not.toContain('RequestedRegion');
    expect(warnings).toEqual([
      'Regions and boundary of the account are not in the session policy, since AWS takes at most 2,048 characters: only the role itself keeps to them.',
    ]);
  });

  it('is absent when even its widest form does not fit', () => {
    const services = Array.from(
      { length: 200 },
      (_, index) => `service-number-${index}:CreateThing`,
    );
    expect(sessionPolicy(services, { phase: 'apply', regions: [] })).toEqual({
      warnings: [
        'The session is not narrowed, since its policy does not fit into the 2,048 characters that AWS takes: the role itself is the limit.',
      ],
    });
  });
});
