import { LINKED_ROLE, PASS_ROLE, TAGS, USE_KEY } from './shared';
import { service } from './types';

const READ_TAGS = 'ListTagsForResource';
const RDS_TAGS = ['AddTagsToResource', 'RemoveTagsFromResource'];
/** RDS keeps the password of its administrator as a secret, in the caller's name. */
const MANAGED_PASSWORD = [
  'secretsmanager:CreateSecret',
  'secretsmanager:RotateSecret',
  'secretsmanager:TagResource',
];
/** They look for themselves whether subnets and groups fit. */
const FIND_NETWORK = [
  'ec2:DescribeAccountAttributes',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcAttribute',
  'ec2:DescribeVpcs',
];

const INSTANCE = {
  read: ['DescribeDBInstances', READ_TAGS],
  create: [
    'CreateDBInstance',
    'CreateDBInstanceReadReplica',
    'RestoreDBInstanceFromDBSnapshot',
    'RestoreDBInstanceFromS3',
    'RestoreDBInstanceToPointInTime',
    'ModifyDBInstance',
    'RebootDBInstance',
    'AddTagsToResource',
    'DescribeDBSnapshots',
    ...FIND_NETWORK,
    ...MANAGED_PASSWORD,
    ...USE_KEY,
    PASS_ROLE,
    LINKED_ROLE,
  ],
  update: [
    'ModifyDBInstance',
    'PromoteReadReplica',
    'RebootDBInstance',
    'CreateBlueGreenDeployment',
    'DeleteBlueGreenDeployment',
    'DescribeBlueGreenDeployments',
    'SwitchoverBlueGreenDeployment',
    ...RDS_TAGS,
    ...MANAGED_PASSWORD,
    PASS_ROLE,
  ],
  delete: [
    'DeleteDBInstance',
    'ModifyDBInstance',
    'CreateDBSnapshot',
    'AddTagsToResource',
  ],
};
const CLUSTER_READ = [
  'DescribeDBClusters',
  'DescribeGlobalClusters',
  READ_TAGS,
];
const CLUSTER_CREATE = [
  'CreateDBCluster',
  'ModifyDBCluster',
  'RestoreDBClusterFromSnapshot',
  'RestoreDBClusterToPointInTime',
  'AddTagsToResource',
  ...FIND_NETWORK,
  ...MANAGED_PASSWORD,
  ...USE_KEY,
  LINKED_ROLE,
];
const CLUSTER_UPDATE = [
  'ModifyDBCluster',
  'RemoveFromGlobalCluster',
  ...RDS_TAGS,
  ...MANAGED_PASSWORD,
];
const CLUSTER_DELETE = [
  'DeleteDBCluster',
  'ModifyDBCluster',
  'RemoveFromGlobalCluster',
  'CreateDBClusterSnapshot',
  'AddTagsToResource',
];
const CLUSTER_INSTANCE = {
  read: ['DescribeDBInstances', 'DescribeDBClusters', READ_TAGS],
  create: [
    'CreateDBInstance',
    'ModifyDBInstance',
    'RebootDBInstance',
    'AddTagsToResource',
    ...USE_KEY,
    PASS_ROLE,
    LINKED_ROLE,
  ],
  update: ['ModifyDBInstance', 'RebootDBInstance', ...RDS_TAGS, PASS_ROLE],
  delete: ['DeleteDBInstance', 'ModifyDBInstance'],
};
const CLUSTER_PARAMETERS = {
  read: [
    'DescribeDBClusterParameterGroups',
    'DescribeDBClusterParameters',
    READ_TAGS,
  ],
  create: [
    'CreateDBClusterParameterGroup',
    'ModifyDBClusterParameterGroup',
    'AddTagsToResource',
  ],
  update: [
    'ModifyDBClusterParameterGroup',
    'ResetDBClusterParameterGroup',
    ...RDS_TAGS,
  ],
  delete: ['DeleteDBClusterParameterGroup'],
};
const SUBNET_GROUP = {
  read: ['DescribeDBSubnetGroups', READ_TAGS],
  create: ['CreateDBSubnetGroup', 'AddTagsToResource', ...FIND_NETWORK],
  update: ['ModifyDBSubnetGroup', ...RDS_TAGS, ...FIND_NETWORK],
  delete: ['DeleteDBSubnetGroup'],
};
const CLUSTER_SNAPSHOT = {
  read: [
    'DescribeDBClusterSnapshots',
    'DescribeDBClusterSnapshotAttributes',
    READ_TAGS,
  ],
  create: [
    'CreateDBClusterSnapshot',
    'ModifyDBClusterSnapshotAttribute',
    'AddTagsToResource',
  ],
  update: ['ModifyDBClusterSnapshotAttribute', ...RDS_TAGS],
  delete: ['DeleteDBClusterSnapshot'],
};
const EVENT_SUBSCRIPTION = {
  read: ['DescribeEventSubscriptions', READ_TAGS],
  create: ['CreateEventSubscription', 'AddTagsToResource'],
  update: [
    'ModifyEventSubscription',
    'AddSourceIdentifierToSubscription',
    'RemoveSourceIdentifierFromSubscription',
    ...RDS_TAGS,
  ],
  delete: ['DeleteEventSubscription'],
};
const GLOBAL_CLUSTER = {
  read: ['DescribeGlobalClusters', 'DescribeDBClusters', READ_TAGS],
  create: ['CreateGlobalCluster', 'AddTagsToResource'],
  update: [
    'ModifyGlobalCluster',
    'ModifyDBCluster',
    'RemoveFromGlobalCluster',
    ...RDS_TAGS,
  ],
  delete: ['DeleteGlobalCluster', 'RemoveFromGlobalCluster'],
};

/** DocumentDB has no actions of its own: its API is that of RDS. */
const rds = service('rds', {
  aws_db_instance: INSTANCE,
  aws_db_parameter_group: {
    read: ['DescribeDBParameterGroups', 'DescribeDBParameters', READ_TAGS],
    create: [
      'CreateDBParameterGroup',
      'ModifyDBParameterGroup',
      'AddTagsToResource',
    ],
    update: ['ModifyDBParameterGroup', 'ResetDBParameterGroup', ...RDS_TAGS],
    delete: ['DeleteDBParameterGroup'],
  },
  aws_db_option_group: {
    read: ['DescribeOptionGroups', READ_TAGS],
    create: [
      'CreateOptionGroup',
      'ModifyOptionGroup',
      'AddTagsToResource',
      PASS_ROLE,
    ],
    update: ['ModifyOptionGroup', ...RDS_TAGS, PASS_ROLE],
    delete: ['DeleteOptionGroup'],
  },
  aws_db_subnet_group: SUBNET_GROUP,
  aws_db_snapshot: {
    read: ['DescribeDBSnapshots', 'DescribeDBSnapshotAttributes', READ_TAGS],
    create: [
      'CreateDBSnapshot',
      'ModifyDBSnapshotAttribute',
      'AddTagsToResource',
    ],
    update: ['ModifyDBSnapshotAttribute', ...RDS_TAGS],
    delete: ['DeleteDBSnapshot'],
  },
  aws_db_cluster_snapshot: CLUSTER_SNAPSHOT,
  aws_db_event_subscription: EVENT_SUBSCRIPTION,
  aws_db_instance_role_association: {
    read: ['DescribeDBInstances'],
    create: ['AddRoleToDBInstance', PASS_ROLE],
    delete: ['RemoveRoleFromDBInstance'],
  },
  aws_db_proxy: {
    read: ['DescribeDBProxies', READ_TAGS],
    create: ['CreateDBProxy', 'AddTagsToResource', PASS_ROLE, LINKED_ROLE],
    update: ['ModifyDBProxy', ...RDS_TAGS, PASS_ROLE],
    delete: ['DeleteDBProxy'],
  },
  aws_db_proxy_default_target_group: {
    read: ['DescribeDBProxyTargetGroups'],
    create: ['ModifyDBProxyTargetGroup'],
    update: ['ModifyDBProxyTargetGroup'],
  },
  aws_db_proxy_target: {
    read: ['DescribeDBProxyTargets'],
    create: [
      'RegisterDBProxyTargets',
      'DescribeDBInstances',
      'DescribeDBClusters',
    ],
    delete: ['DeregisterDBProxyTargets'],
  },
  aws_rds_cluster: {
    read: CLUSTER_READ,
    create: [...CLUSTER_CREATE, 'AddRoleToDBCluster', PASS_ROLE],
    update: [
      ...CLUSTER_UPDATE,
      'AddRoleToDBCluster',
      'RemoveRoleFromDBCluster',
      PASS_ROLE,
    ],
    delete: CLUSTER_DELETE,
  },
  aws_rds_cluster_instance: CLUSTER_INSTANCE,
  aws_rds_cluster_parameter_group: CLUSTER_PARAMETERS,
  aws_rds_cluster_role_association: {
    read: ['DescribeDBClusters'],
    create: ['AddRoleToDBCluster', PASS_ROLE],
    delete: ['RemoveRoleFromDBCluster'],
  },
  aws_rds_global_cluster: GLOBAL_CLUSTER,
  aws_docdb_cluster: {
    read: CLUSTER_READ,
    create: CLUSTER_CREATE,
    update: CLUSTER_UPDATE,
    delete: CLUSTER_DELETE,
  },
  aws_docdb_cluster_instance: CLUSTER_INSTANCE,
  aws_docdb_cluster_parameter_group: CLUSTER_PARAMETERS,
  aws_docdb_cluster_snapshot: CLUSTER_SNAPSHOT,
  aws_docdb_event_subscription: EVENT_SUBSCRIPTION,
  aws_docdb_global_cluster: GLOBAL_CLUSTER,
  aws_docdb_subnet_group: SUBNET_GROUP,
  'data.aws_db_instance': { read: ['DescribeDBInstances', READ_TAGS] },
  'data.aws_db_instances': { read: ['DescribeDBInstances'] },
  'data.aws_db_parameter_group': { read: ['DescribeDBParameterGroups'] },
  'data.aws_db_snapshot': { read: ['DescribeDBSnapshots'] },
  'data.aws_db_subnet_group': { read: ['DescribeDBSubnetGroups'] },
  'data.aws_docdb_engine_version': { read: ['DescribeDBEngineVersions'] },
  'data.aws_docdb_orderable_db_instance': {
    read: ['DescribeOrderableDBInstanceOptions'],
  },
  'data.aws_rds_certificate': { read: ['DescribeCertificates'] },
  'data.aws_rds_cluster': { read: ['DescribeDBClusters', READ_TAGS] },
  'data.aws_rds_clusters': { read: ['DescribeDBClusters'] },
  'data.aws_rds_engine_version': { read: ['DescribeDBEngineVersions'] },
  'data.aws_rds_orderable_db_instance': {
    read: ['DescribeOrderableDBInstanceOptions'],
  },
});

/** A replica is filled in the caller's name. */
const FILL_REPLICA = [
  'CreateTableReplica',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
];

const dynamodb = service('dynamodb', {
  aws_dynamodb_table: {
    read: [
      'DescribeContinuousBackups',
      'DescribeTable',
      'DescribeTimeToLive',
      'ListTagsOfResource',
    ],
    create: [
      'CreateTable',
      ...FILL_REPLICA,
      'ImportTable',
      'DescribeImport',
      'RestoreTableToPointInTime',
      'TagResource',
      'UpdateContinuousBackups',
      'UpdateTable',
      'UpdateTimeToLive',
      ...USE_KEY,
      LINKED_ROLE,
    ],
    update: [
      ...FILL_REPLICA,
      'DeleteTableReplica',
      'UpdateContinuousBackups',
      'UpdateTable',
      'UpdateTimeToLive',
      ...TAGS,
      ...USE_KEY,
    ],
    delete: ['DeleteTable', 'DeleteTableReplica', 'UpdateTable'],
  },
  aws_dynamodb_table_item: {
    read: ['GetItem', 'DescribeTable', 'kms:Decrypt'],
    create: ['PutItem', 'UpdateItem'],
    update: ['PutItem', 'UpdateItem', 'DeleteItem'],
    delete: ['DeleteItem'],
  },
  aws_dynamodb_table_replica: {
    read: ['DescribeContinuousBackups', 'DescribeTable', 'ListTagsOfResource'],
    create: [
      ...FILL_REPLICA,
      'UpdateTable',
      'UpdateContinuousBackups',
      'TagResource',
      LINKED_ROLE,
    ],
    update: ['UpdateTable', 'UpdateContinuousBackups', ...TAGS],
    delete: ['DeleteTableReplica', 'UpdateTable'],
  },
  aws_dynamodb_resource_policy: {
    read: ['GetResourcePolicy'],
    create: ['PutResourcePolicy'],
    update: ['PutResourcePolicy'],
    delete: ['DeleteResourcePolicy'],
  },
  aws_dynamodb_kinesis_streaming_destination: {
    read: ['DescribeKinesisStreamingDestination'],
    create: ['EnableKinesisStreamingDestination', 'kinesis:DescribeStream'],
    update: ['UpdateKinesisStreamingDestination'],
    delete: ['DisableKinesisStreamingDestination'],
  },
  'data.aws_dynamodb_table': {
    read: [
      'DescribeContinuousBackups',
      'DescribeTable',
      'DescribeTimeToLive',
      'ListTagsOfResource',
    ],
  },
});

const CACHE_READ = [
  'DescribeCacheClusters',
  'DescribeReplicationGroups',
  READ_TAGS,
];
const elasticache = service('elasticache', {
  aws_elasticache_cluster: {
    read: CACHE_READ,
    create: [
      'CreateCacheCluster',
      'AddTagsToResource',
      ...FIND_NETWORK,
      LINKED_ROLE,
    ],
    update: ['ModifyCacheCluster', 'RebootCacheCluster', ...RDS_TAGS],
    delete: ['DeleteCacheCluster', 'CreateSnapshot'],
  },
  aws_elasticache_replication_group: {
    read: [...CACHE_READ, 'DescribeGlobalReplicationGroups'],
    create: [
      'CreateReplicationGroup',
      'CreateCacheCluster',
      'AddTagsToResource',
      ...FIND_NETWORK,
      ...USE_KEY,
      LINKED_ROLE,
    ],
    update: [
      'ModifyReplicationGroup',
      'ModifyReplicationGroupShardConfiguration',
      'IncreaseReplicaCount',
      'DecreaseReplicaCount',
      'DisassociateGlobalReplicationGroup',
      'ModifyCacheCluster',
      ...RDS_TAGS,
    ],
    delete: [
      'DeleteReplicationGroup',
      'DisassociateGlobalReplicationGroup',
      'CreateSnapshot',
    ],
  },
  aws_elasticache_serverless_cache: {
    read: ['DescribeServerlessCaches', READ_TAGS],
    create: [
      'CreateServerlessCache',
      'AddTagsToResource',
      ...FIND_NETWORK,
      'ec2:CreateVpcEndpoint',
      'ec2:CreateTags',
      ...USE_KEY,
      LINKED_ROLE,
    ],
    update: ['ModifyServerlessCache', ...RDS_TAGS],
    delete: ['DeleteServerlessCache', 'ec2:DeleteVpcEndpoints'],
  },
  aws_elasticache_parameter_group: {
    read: [
      'DescribeCacheParameterGroups',
      'DescribeCacheParameters',
      READ_TAGS,
    ],
    create: [
      'CreateCacheParameterGroup',
      'ModifyCacheParameterGroup',
      'AddTagsToResource',
    ],
    update: [
      'ModifyCacheParameterGroup',
      'ResetCacheParameterGroup',
      ...RDS_TAGS,
    ],
    delete: ['DeleteCacheParameterGroup'],
  },
  aws_elasticache_subnet_group: {
    read: ['DescribeCacheSubnetGroups', READ_TAGS],
    create: ['CreateCacheSubnetGroup', 'AddTagsToResource', ...FIND_NETWORK],
    update: ['ModifyCacheSubnetGroup', ...RDS_TAGS, ...FIND_NETWORK],
    delete: ['DeleteCacheSubnetGroup'],
  },
  aws_elasticache_user: {
    read: ['DescribeUsers', READ_TAGS],
    create: ['CreateUser', 'AddTagsToResource'],
    update: ['ModifyUser', ...RDS_TAGS],
    delete: ['DeleteUser'],
  },
  aws_elasticache_user_group: {
    read: ['DescribeUserGroups', READ_TAGS],
    create: ['CreateUserGroup', 'AddTagsToResource'],
    update: ['ModifyUserGroup', ...RDS_TAGS],
    delete: ['DeleteUserGroup'],
  },
  'data.aws_elasticache_cluster': { read: CACHE_READ },
  'data.aws_elasticache_replication_group': { read: CACHE_READ },
  'data.aws_elasticache_subnet_group': {
    read: ['DescribeCacheSubnetGroups', READ_TAGS],
  },
});

export const databases = { ...rds, ...dynamodb, ...elasticache };
