// What a careful reviewer asks of an IAM policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html

/** Actions that AWS cannot limit to a resource, by the "Resource types" column of the service authorization reference. */
const WITHOUT_RESOURCE = new Set([
  'cloudwatch:PutMetricData',
  'codebuild:ListProjects',
  'ec2:CreateNetworkInterfacePermission',
  'ecr:GetAuthorizationToken',
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
  'kms:CreateKey',
  'kms:GenerateRandom',
  'logs:DescribeLogGroups',
  'secretsmanager:GetRandomPassword',
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'sts:GetCallerIdentity',
  'sts:GetServiceBearerToken',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);
const READS = /^[a-z0-9-]+:(Describe|List|Get|BatchGet|View|Lookup)/;
const WILD_READS = /^[a-z0-9-]+:(Describe|List|Get|BatchGet|View|Lookup)\*$/;
/** Condition keys that say who may use a statement whose principal is everyone. */
const NARROWS_WHO =
  /^(aws:(SourceAccount|SourceArn|SourceOrgID|PrincipalAccount|PrincipalArn|PrincipalOrgID|SourceVpc|SourceVpce|VpcSourceIp)|kms:CallerAccount)$/i;
/** Condition keys that say to what a statement about everything applies. */
const NARROWS_WHAT =
  /^(aws:(ResourceTag|RequestTag|ResourceAccount|ResourceOrgID|SourceArn|PrincipalTag|CalledVia)|iam:(PassedToService|AWSServiceName|PermissionsBoundary)|ec2:(ResourceTag|Vpc|Subnet|CreateAction|AuthorizedService|AuthorizedUser)|cloudwatch:namespace|kms:(ViaService|EncryptionContext|GrantIsForAWSResource|ResourceAliases))/i;
/** Services whose roles cannot be used for another account, or that send no source. */
const SERVICES_WITHOUT_SOURCE = new Set([
  'ec2.amazonaws.com',
  'eks.amazonaws.com',
  'pods.eks.amazonaws.com',
]);

const asList = value => [value ?? []].flat();
const conditionKeys = ({ Condition = {} }) =>
  Object.values(Condition).flatMap(test => Object.keys(test));
const narrowedBy = (statement, keys) =>
  conditionKeys(statement).some(key => keys.test(key));

/** Findings about one policy document: what it is about is the resource's address and the attribute that holds it. */
export function reviewPolicy(document, { isKeyPolicy, isResourcePolicy }) {
  return asList(document.Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement, index) =>
      reviewStatement(statement, { isKeyPolicy, isResourcePolicy }).map(
        message => `statement ${statement.Sid ?? index} ${message}`,
      ),
    );
}

function reviewStatement(statement, { isKeyPolicy, isResourcePolicy }) {
  const findings = [];
  for (const key of ['NotAction', 'NotResource', 'NotPrincipal']) {
    if (statement[key]) findings.push(`allows by ${key}`);
  }
  findings.push(...reviewPrincipals(statement));

  const actions = asList(statement.Action);
  const forRoot = asList(statement.Principal?.AWS).some(principal =>
    /^arn:[a-z-]+:iam::\d{12}:root$/.test(principal),
  );
  for (const action of actions) {
    // The statement that lets IAM policies of the account count, without which a key can be lost for ever:
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    if (isKeyPolicy && forRoot && action === 'kms:*') continue;
    if (action.includes('*') && !WILD_READS.test(action)) {
      findings.push(`allows ${action}`);
    }
  }
  // In a policy of a resource, "*" is that resource.
  const aboutAll =
    !isKeyPolicy &&
    !isResourcePolicy &&
    asList(statement.Resource).includes('*');
  if (aboutAll && !narrowedBy(statement, NARROWS_WHAT)) {
    const limitable = actions.filter(
      action => !WITHOUT_RESOURCE.has(action) && !READS.test(action),
    );
    if (limitable.length > 0) {
      findings.push(`allows ${limitable.join(', ')} on every resource`);
    }
  }
  return findings;
}

function reviewPrincipals(statement) {
  const { Principal: principal } = statement;
  if (principal === undefined) return [];
  if (principal === '*' || asList(principal.AWS).includes('*')) {
    return narrowedBy(statement, NARROWS_WHO) ? [] : ['is open to everyone'];
  }
  const findings = [];
  const assumes = asList(statement.Action).includes('sts:AssumeRole');
  for (const service of asList(principal.Service)) {
    if (
      assumes &&
      !SERVICES_WITHOUT_SOURCE.has(service) &&
      !conditionKeys(statement).some(key =>
        /^(aws:Source(Account|Arn)|sts:ExternalId)$/i.test(key),
      )
    ) {
      findings.push(`lets ${service} assume the role for any account`);
    }
  }
  for (const federated of asList(principal.Federated)) {
    if (!conditionKeys(statement).some(key => /:sub$/.test(key))) {
      findings.push(`lets everybody of ${federated} assume the role`);
    }
  }
  return findings;
}
