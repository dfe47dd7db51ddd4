import { PASS_ROLE, TAGS } from './shared';
import { service } from './types';

/** Metrics, alarms and logs. */
export const monitoring = {
  ...service('cloudwatch', {
    aws_cloudwatch_metric_alarm: {
      read: ['DescribeAlarms', 'ListTagsForResource'],
      create: ['PutMetricAlarm', 'TagResource'],
      update: ['PutMetricAlarm', ...TAGS],
      delete: ['DeleteAlarms'],
    },
    aws_cloudwatch_composite_alarm: {
      read: ['DescribeAlarms', 'ListTagsForResource'],
      create: [
        'PutCompositeAlarm',
        'EnableAlarmActions',
        'DisableAlarmActions',
        'TagResource',
      ],
      update: [
        'PutCompositeAlarm',
        'EnableAlarmActions',
        'DisableAlarmActions',
        ...TAGS,
      ],
      delete: ['DeleteAlarms'],
    },
    aws_cloudwatch_dashboard: {
      read: ['GetDashboard'],
      create: ['PutDashboard'],
      update: ['PutDashboard'],
      delete: ['DeleteDashboards'],
    },
    aws_cloudwatch_metric_stream: {
      read: ['GetMetricStream', 'ListTagsForResource'],
      create: ['PutMetricStream', 'TagResource', PASS_ROLE],
      update: ['PutMetricStream', ...TAGS, PASS_ROLE],
      delete: ['DeleteMetricStream'],
    },
  }),
  ...service('logs', {
    aws_cloudwatch_log_group: {
      read: ['DescribeLogGroups', 'ListTagsForResource'],
      create: [
        'CreateLogGroup',
        'AssociateKmsKey',
        'PutRetentionPolicy',
        'TagResource',
      ],
      update: [
        'AssociateKmsKey',
        'DisassociateKmsKey',
        'PutRetentionPolicy',
        'DeleteRetentionPolicy',
        ...TAGS,
      ],
      delete: ['DeleteLogGroup'],
    },
    aws_cloudwatch_log_stream: {
      read: ['DescribeLogStreams'],
      create: ['CreateLogStream'],
      delete: ['DeleteLogStream'],
    },
    aws_cloudwatch_log_metric_filter: {
      read: ['DescribeMetricFilters'],
      create: ['PutMetricFilter'],
      update: ['PutMetricFilter'],
      delete: ['DeleteMetricFilter'],
    },
    aws_cloudwatch_log_resource_policy: {
      read: ['DescribeResourcePolicies'],
      create: ['PutResourcePolicy'],
      update: ['PutResourcePolicy'],
      delete: ['DeleteResourcePolicy'],
    },
    aws_cloudwatch_log_subscription_filter: {
      read: ['DescribeSubscriptionFilters'],
      create: ['PutSubscriptionFilter', PASS_ROLE],
      update: ['PutSubscriptionFilter', PASS_ROLE],
      delete: ['DeleteSubscriptionFilter'],
    },
    aws_cloudwatch_log_destination: {
      read: ['DescribeDestinations', 'ListTagsForResource'],
      create: ['PutDestination', 'TagResource', PASS_ROLE],
      update: ['PutDestination', ...TAGS, PASS_ROLE],
      delete: ['DeleteDestination'],
    },
    aws_cloudwatch_query_definition: {
      read: ['DescribeQueryDefinitions'],
      create: ['PutQueryDefinition'],
      update: ['PutQueryDefinition'],
      delete: ['DeleteQueryDefinition'],
    },
    'data.aws_cloudwatch_log_group': {
      read: ['DescribeLogGroups', 'ListTagsForResource'],
    },
    'data.aws_cloudwatch_log_groups': { read: ['DescribeLogGroups'] },
  }),
};
