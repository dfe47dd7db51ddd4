import { LINKED_ROLE, TAGS } from './shared';
import { service } from './types';

const READ_BALANCER = [
  'DescribeLoadBalancers',
  'DescribeLoadBalancerAttributes',
  'DescribeCapacityReservation',
  'DescribeTags',
];
const READ_LISTENER = [
  'DescribeListeners',
  'DescribeListenerAttributes',
  'DescribeTags',
];
const READ_GROUP = [
  'DescribeTargetGroups',
  'DescribeTargetGroupAttributes',
  'DescribeTags',
];
const BALANCER_TAGS = ['AddTags', 'RemoveTags'];

const BALANCER = {
  read: READ_BALANCER,
  create: [
    'CreateLoadBalancer',
    'AddTags',
    'ModifyLoadBalancerAttributes',
    'ModifyCapacityReservation',
    'SetSecurityGroups',
    'SetSubnets',
    'SetIpAddressType',
    'ec2:DescribeAccountAttributes',
    'ec2:DescribeAddresses',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    LINKED_ROLE,
  ],
  update: [
    'ModifyLoadBalancerAttributes',
    'ModifyCapacityReservation',
    'ModifyIpPools',
    'SetSecurityGroups',
    'SetSubnets',
    'SetIpAddressType',
    ...BALANCER_TAGS,
  ],
  delete: [
    'DeleteLoadBalancer',
    'ModifyLoadBalancerAttributes',
    'ec2:DescribeNetworkInterfaces',
  ],
};
/** A listener may hand requests to Cognito, whose pool and client are looked up in the caller's name. */
const LISTENER = {
  read: READ_LISTENER,
  create: [
    'CreateListener',
    'ModifyListenerAttributes',
    'AddTags',
    'cognito-idp:DescribeUserPoolClient',
  ],
  update: [
    'ModifyListener',
    'ModifyListenerAttributes',
    ...BALANCER_TAGS,
    'cognito-idp:DescribeUserPoolClient',
  ],
  delete: ['DeleteListener'],
};
const LISTENER_RULE = {
  read: ['DescribeRules', 'DescribeListeners', 'DescribeTags'],
  create: ['CreateRule', 'AddTags', 'cognito-idp:DescribeUserPoolClient'],
  update: [
    'ModifyRule',
    'SetRulePriorities',
    ...BALANCER_TAGS,
    'cognito-idp:DescribeUserPoolClient',
  ],
  delete: ['DeleteRule'],
};
const LISTENER_CERTIFICATE = {
  read: ['DescribeListenerCertificates'],
  create: ['AddListenerCertificates'],
  delete: ['RemoveListenerCertificates'],
};
const TARGET_GROUP = {
  read: READ_GROUP,
  create: ['CreateTargetGroup', 'ModifyTargetGroupAttributes', 'AddTags'],
  update: [
    'ModifyTargetGroup',
    'ModifyTargetGroupAttributes',
    ...BALANCER_TAGS,
  ],
  delete: ['DeleteTargetGroup'],
};
const TARGET = {
  read: ['DescribeTargetHealth'],
  create: ['RegisterTargets'],
  delete: ['DeregisterTargets'],
};

const CHANGE_ZONE = [
  'ChangeResourceRecordSets',
  'GetChange',
  'ListResourceRecordSets',
];
const READ_ZONE = ['GetHostedZone', 'ListTagsForResource'];
/** Each has the same calls, named after the thing. */
const cloudfrontPolicy = (name: string) => ({
  read: [`Get${name}`],
  create: [`Create${name}`],
  update: [`Update${name}`],
  delete: [`Delete${name}`],
});

/** What the world meets: load balancers, names, distributions and firewalls. */
export const edge = {
  ...service('elasticloadbalancing', {
    aws_lb: BALANCER,
    aws_alb: BALANCER,
    aws_lb_listener: LISTENER,
    aws_alb_listener: LISTENER,
    aws_lb_listener_rule: LISTENER_RULE,
    aws_alb_listener_rule: LISTENER_RULE,
    aws_lb_listener_certificate: LISTENER_CERTIFICATE,
    aws_alb_listener_certificate: LISTENER_CERTIFICATE,
    aws_lb_target_group: TARGET_GROUP,
    aws_alb_target_group: TARGET_GROUP,
    aws_lb_target_group_attachment: TARGET,
    aws_alb_target_group_attachment: TARGET,
    'data.aws_alb': { read: READ_BALANCER },
    'data.aws_elb_service_account': {},
    'data.aws_lb': { read: READ_BALANCER },
    'data.aws_lb_hosted_zone_id': {},
    'data.aws_lb_listener': { read: READ_LISTENER },
    'data.aws_lb_target_group': { read: READ_GROUP },
    'data.aws_lbs': { read: READ_BALANCER },
  }),
  ...service('route53', {
    aws_route53_zone: {
      read: [...READ_ZONE, 'ListHostedZonesByVPC'],
      create: [
        'CreateHostedZone',
        'AssociateVPCWithHostedZone',
        'ChangeTagsForResource',
        'GetChange',
        'ec2:DescribeVpcs',
      ],
      update: [
        'AssociateVPCWithHostedZone',
        'ChangeTagsForResource',
        'DisassociateVPCFromHostedZone',
        'GetChange',
        'UpdateHostedZoneComment',
        'ec2:DescribeVpcs',
      ],
      delete: ['DeleteHostedZone', 'DisableHostedZoneDNSSEC', ...CHANGE_ZONE],
    },
    aws_route53_record: {
      read: ['GetHostedZone', 'ListResourceRecordSets'],
      create: CHANGE_ZONE,
      update: CHANGE_ZONE,
      delete: CHANGE_ZONE,
    },
    aws_route53_zone_association: {
      read: ['GetHostedZone', 'ListHostedZonesByVPC'],
      create: ['AssociateVPCWithHostedZone', 'GetChange', 'ec2:DescribeVpcs'],
      delete: ['DisassociateVPCFromHostedZone', 'GetChange'],
    },
    aws_route53_health_check: {
      read: ['GetHealthCheck', 'ListTagsForResource'],
      create: ['CreateHealthCheck', 'ChangeTagsForResource'],
      update: ['UpdateHealthCheck', 'ChangeTagsForResource'],
      delete: ['DeleteHealthCheck'],
    },
    aws_route53_query_log: {
      read: ['GetQueryLoggingConfig'],
      create: ['CreateQueryLoggingConfig'],
      delete: ['DeleteQueryLoggingConfig'],
    },
    'data.aws_route53_zone': {
      read: [
        ...READ_ZONE,
        'ListHostedZones',
        'ListHostedZonesByName',
        'ListResourceRecordSets',
      ],
    },
    'data.aws_route53_zones': { read: ['ListHostedZones'] },
  }),
  ...service('cloudfront', {
    aws_cloudfront_distribution: {
      read: ['GetDistribution', 'ListTagsForResource'],
      create: [
        'CreateDistribution',
        'TagResource',
        'acm:DescribeCertificate',
        'acm:ListCertificates',
        's3:GetBucketAcl',
        's3:PutBucketAcl',
      ],
      update: [
        'UpdateDistribution',
        ...TAGS,
        'acm:DescribeCertificate',
        'acm:ListCertificates',
        's3:GetBucketAcl',
        's3:PutBucketAcl',
      ],
      delete: ['DeleteDistribution', 'UpdateDistribution'],
    },
    aws_cloudfront_cache_policy: cloudfrontPolicy('CachePolicy'),
    aws_cloudfront_origin_request_policy: cloudfrontPolicy(
      'OriginRequestPolicy',
    ),
    aws_cloudfront_response_headers_policy: cloudfrontPolicy(
      'ResponseHeadersPolicy',
    ),
    aws_cloudfront_origin_access_control: cloudfrontPolicy(
      'OriginAccessControl',
    ),
    aws_cloudfront_origin_access_identity: cloudfrontPolicy(
      'CloudFrontOriginAccessIdentity',
    ),
    aws_cloudfront_key_group: cloudfrontPolicy('KeyGroup'),
    aws_cloudfront_public_key: cloudfrontPolicy('PublicKey'),
    aws_cloudfront_function: {
      read: ['DescribeFunction', 'GetFunction'],
      create: ['CreateFunction', 'PublishFunction'],
      update: ['UpdateFunction', 'PublishFunction'],
      delete: ['DeleteFunction'],
    },
    'data.aws_cloudfront_cache_policy': {
      read: ['GetCachePolicy', 'ListCachePolicies'],
    },
    'data.aws_cloudfront_distribution': {
      read: ['GetDistribution', 'ListTagsForResource'],
    },
    'data.aws_cloudfront_log_delivery_canonical_user_id': {},
    'data.aws_cloudfront_origin_request_policy': {
      read: ['GetOriginRequestPolicy', 'ListOriginRequestPolicies'],
    },
    'data.aws_cloudfront_response_headers_policy': {
      read: ['GetResponseHeadersPolicy', 'ListResponseHeadersPolicies'],
    },
  }),
  ...service('wafv2', {
    aws_wafv2_web_acl: {
      read: ['GetWebACL', 'ListTagsForResource'],
      create: ['CreateWebACL', 'TagResource'],
      update: ['UpdateWebACL', ...TAGS],
      delete: ['DeleteWebACL'],
    },
    aws_wafv2_web_acl_association: {
      read: [
        'GetWebACLForResource',
        'GetWebACL',
        'apigateway:GET',
        'elasticloadbalancing:DescribeWebACLAssociation',
      ],
      create: [
        'AssociateWebACL',
        'apigateway:SetWebACL',
        'cognito-idp:AssociateWebACL',
        'elasticloadbalancing:SetWebAcl',
      ],
      delete: [
        'DisassociateWebACL',
        'apigateway:SetWebACL',
        'cognito-idp:DisassociateWebACL',
        'elasticloadbalancing:SetWebAcl',
      ],
    },
    aws_wafv2_web_acl_logging_configuration: {
      read: ['GetLoggingConfiguration'],
      create: [
        'PutLoggingConfiguration',
        'logs:CreateLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:PutResourcePolicy',
        LINKED_ROLE,
      ],
      update: ['PutLoggingConfiguration', 'logs:CreateLogDelivery'],
      delete: ['DeleteLoggingConfiguration', 'logs:DeleteLogDelivery'],
    },
    aws_wafv2_ip_set: {
      read: ['GetIPSet', 'ListTagsForResource'],
      create: ['CreateIPSet', 'TagResource'],
      update: ['UpdateIPSet', ...TAGS],
      delete: ['DeleteIPSet'],
    },
    aws_wafv2_rule_group: {
      read: ['GetRuleGroup', 'ListTagsForResource'],
      create: ['CreateRuleGroup', 'TagResource'],
      update: ['UpdateRuleGroup', ...TAGS],
      delete: ['DeleteRuleGroup'],
    },
    'data.aws_wafv2_ip_set': { read: ['GetIPSet', 'ListIPSets'] },
    'data.aws_wafv2_web_acl': { read: ['GetWebACL', 'ListWebACLs'] },
  }),
};
