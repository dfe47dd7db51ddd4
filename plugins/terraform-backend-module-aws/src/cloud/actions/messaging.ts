import { LINKED_ROLE, PASS_ROLE, TAGS, USE_KEY } from './shared';
import { service } from './types';

const QUEUE_SETTING = {
  read: ['GetQueueAttributes'],
  create: ['SetQueueAttributes'],
  update: ['SetQueueAttributes'],
  delete: ['SetQueueAttributes'],
};
const USE_QUEUE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'];
const READ_TOPIC = [
  'GetTopicAttributes',
  'GetDataProtectionPolicy',
  'ListTagsForResource',
];

/** Queues, topics, brokers, events and streams. */
export const messaging = {
  ...service('sqs', {
    aws_sqs_queue: {
      read: ['GetQueueAttributes', 'GetQueueUrl', 'ListQueueTags'],
      create: [
        'CreateQueue',
        'SetQueueAttributes',
        'TagQueue',
        ...USE_QUEUE_KEY,
      ],
      update: [
        'SetQueueAttributes',
        'TagQueue',
        'UntagQueue',
        ...USE_QUEUE_KEY,
      ],
      delete: ['DeleteQueue'],
    },
    aws_sqs_queue_policy: QUEUE_SETTING,
    aws_sqs_queue_redrive_policy: QUEUE_SETTING,
    aws_sqs_queue_redrive_allow_policy: QUEUE_SETTING,
    'data.aws_sqs_queue': {
      read: ['GetQueueAttributes', 'GetQueueUrl', 'ListQueueTags'],
    },
    'data.aws_sqs_queues': { read: ['ListQueues'] },
  }),
  ...service('sns', {
    aws_sns_topic: {
      read: READ_TOPIC,
      create: [
        'CreateTopic',
        'SetTopicAttributes',
        'TagResource',
        PASS_ROLE,
        ...USE_QUEUE_KEY,
      ],
      update: ['SetTopicAttributes', ...TAGS, PASS_ROLE, ...USE_QUEUE_KEY],
      delete: ['DeleteTopic'],
    },
    aws_sns_topic_policy: {
      read: ['GetTopicAttributes'],
      create: ['SetTopicAttributes'],
      update: ['SetTopicAttributes'],
      delete: ['SetTopicAttributes'],
    },
    aws_sns_topic_data_protection_policy: {
      read: ['GetDataProtectionPolicy'],
      create: ['PutDataProtectionPolicy'],
      update: ['PutDataProtectionPolicy'],
      delete: ['PutDataProtectionPolicy'],
    },
    aws_sns_topic_subscription: {
      read: ['GetSubscriptionAttributes', 'ListSubscriptionsByTopic'],
      create: [
        'Subscribe',
        'ConfirmSubscription',
        'SetSubscriptionAttributes',
        PASS_ROLE,
      ],
      update: ['SetSubscriptionAttributes', PASS_ROLE],
      delete: ['Unsubscribe'],
    },
    'data.aws_sns_topic': { read: ['ListTopics', ...READ_TOPIC] },
  }),
  ...service('mq', {
    aws_mq_broker: {
      read: ['DescribeBroker', 'DescribeUser', 'ListTags', 'ListUsers'],
      create: [
        'CreateBroker',
        'CreateTags',
        'ec2:CreateNetworkInterface',
        'ec2:CreateNetworkInterfacePermission',
        'ec2:CreateSecurityGroup',
        'ec2:CreateVpcEndpoint',
        'ec2:CreateTags',
        'ec2:DeleteNetworkInterface',
        'ec2:DeleteNetworkInterfacePermission',
        'ec2:DescribeAccountAttributes',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNetworkInterfacePermissions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpoints',
        'ec2:DescribeVpcs',
        'ec2:DetachNetworkInterface',
        'ec2:ModifyNetworkInterfaceAttribute',
        'logs:CreateLogGroup',
        'route53:AssociateVPCWithHostedZone',
        ...USE_KEY,
        LINKED_ROLE,
      ],
      update: [
        'CreateUser',
        'DeleteUser',
        'RebootBroker',
        'UpdateBroker',
        'UpdateUser',
        'CreateTags',
        'DeleteTags',
        'logs:CreateLogGroup',
      ],
      delete: [
        'DeleteBroker',
        'ec2:DeleteNetworkInterface',
        'ec2:DeleteNetworkInterfacePermission',
        'ec2:DeleteVpcEndpoints',
        'ec2:DetachNetworkInterface',
      ],
    },
    aws_mq_configuration: {
      read: [
        'DescribeConfiguration',
        'DescribeConfigurationRevision',
        'ListTags',
      ],
      create: ['CreateConfiguration', 'UpdateConfiguration', 'CreateTags'],
      update: ['UpdateConfiguration', 'CreateTags', 'DeleteTags'],
      delete: ['DeleteConfiguration'],
    },
    'data.aws_mq_broker': { read: ['DescribeBroker', 'ListBrokers'] },
    'data.aws_mq_broker_engine_types': { read: ['DescribeBrokerEngineTypes'] },
    'data.aws_mq_broker_instance_type_offerings': {
      read: ['DescribeBrokerInstanceOptions'],
    },
  }),
  ...service('events', {
    aws_cloudwatch_event_bus: {
      read: ['DescribeEventBus', 'ListTagsForResource'],
      create: ['CreateEventBus', 'TagResource', ...USE_QUEUE_KEY],
      update: ['UpdateEventBus', ...TAGS, ...USE_QUEUE_KEY],
      delete: ['DeleteEventBus'],
    },
    aws_cloudwatch_event_bus_policy: {
      read: ['DescribeEventBus'],
      create: ['PutPermission'],
      update: ['PutPermission'],
      delete: ['RemovePermission'],
    },
    aws_cloudwatch_event_permission: {
      read: ['DescribeEventBus'],
      create: ['PutPermission'],
      update: ['PutPermission'],
      delete: ['RemovePermission'],
    },
    aws_cloudwatch_event_rule: {
      read: ['DescribeRule', 'ListTagsForResource'],
      create: ['PutRule', 'DisableRule', 'TagResource', PASS_ROLE],
      update: ['PutRule', 'DisableRule', 'EnableRule', ...TAGS, PASS_ROLE],
      delete: ['DeleteRule'],
    },
    aws_cloudwatch_event_target: {
      read: ['ListTargetsByRule'],
      create: ['PutTargets', PASS_ROLE],
      update: ['PutTargets', PASS_ROLE],
      delete: ['RemoveTargets'],
    },
    aws_cloudwatch_event_archive: {
      read: ['DescribeArchive'],
      create: ['CreateArchive', ...USE_QUEUE_KEY],
      update: ['UpdateArchive', ...USE_QUEUE_KEY],
      delete: ['DeleteArchive'],
    },
    aws_cloudwatch_event_connection: {
      read: ['DescribeConnection'],
      create: [
        'CreateConnection',
        'secretsmanager:CreateSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        LINKED_ROLE,
      ],
      update: [
        'UpdateConnection',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
      ],
      delete: ['DeleteConnection', 'secretsmanager:DeleteSecret'],
    },
    aws_cloudwatch_event_api_destination: {
      read: ['DescribeApiDestination'],
      create: ['CreateApiDestination', LINKED_ROLE],
      update: ['UpdateApiDestination'],
      delete: ['DeleteApiDestination'],
    },
    'data.aws_cloudwatch_event_bus': { read: ['DescribeEventBus'] },
  }),
  ...service('scheduler', {
    aws_scheduler_schedule: {
      read: ['GetSchedule'],
      create: ['CreateSchedule', PASS_ROLE],
      update: ['UpdateSchedule', PASS_ROLE],
      delete: ['DeleteSchedule'],
    },
    aws_scheduler_schedule_group: {
      read: ['GetScheduleGroup', 'ListTagsForResource'],
      create: ['CreateScheduleGroup', 'TagResource'],
      update: TAGS,
      delete: ['DeleteScheduleGroup', 'DeleteSchedule'],
    },
  }),
  ...service('kinesis', {
    aws_kinesis_stream: {
      read: [
        'DescribeStreamSummary',
        'DescribeStream',
        'ListShards',
        'ListTagsForStream',
      ],
      create: [
        'CreateStream',
        'AddTagsToStream',
        'EnableEnhancedMonitoring',
        'IncreaseStreamRetentionPeriod',
        'StartStreamEncryption',
        ...USE_QUEUE_KEY,
      ],
      update: [
        'AddTagsToStream',
        'DecreaseStreamRetentionPeriod',
        'DisableEnhancedMonitoring',
        'EnableEnhancedMonitoring',
        'IncreaseStreamRetentionPeriod',
        'RemoveTagsFromStream',
        'StartStreamEncryption',
        'StopStreamEncryption',
        'UpdateShardCount',
        'UpdateStreamMode',
        ...USE_QUEUE_KEY,
      ],
      delete: [
        'DeleteStream',
        'DeregisterStreamConsumer',
        'ListStreamConsumers',
      ],
    },
    'data.aws_kinesis_stream': {
      read: ['DescribeStreamSummary', 'ListShards', 'ListTagsForStream'],
    },
  }),
  ...service('firehose', {
    aws_kinesis_firehose_delivery_stream: {
      read: ['DescribeDeliveryStream', 'ListTagsForDeliveryStream'],
      create: [
        'CreateDeliveryStream',
        'StartDeliveryStreamEncryption',
        'TagDeliveryStream',
        PASS_ROLE,
        'kms:CreateGrant',
      ],
      update: [
        'StartDeliveryStreamEncryption',
        'StopDeliveryStreamEncryption',
        'TagDeliveryStream',
        'UntagDeliveryStream',
        'UpdateDestination',
        PASS_ROLE,
        'kms:CreateGrant',
      ],
      delete: ['DeleteDeliveryStream'],
    },
  }),
};
