// What a careful reviewer asks of a resource, by type: attribute, what it must be, and the sentence if it is not. A value that is known
// only after apply was not given, and is not good enough where it matters.

const OPEN = ['0.0.0.0/0', '::/0', '*', 'Internet', 'any'];

const is = expected => value => value === expected;
const isGiven = value => value !== undefined && value !== '';
const isNot = refused => value => value !== refused;
const isPositive = value => typeof value === 'number' && value > 0;
const isClosed = value => !OPEN.includes(value);
const isNone = value => value === undefined;

const PUBLIC = 'public';
const ENCRYPTED = 'encrypted';
const GUARDED = 'guarded';

/** `each`: every value must pass; without it there must be one that passes. */
const rule = (kind, path, passes, message) => ({ kind, path, passes, message });
/** Only where the block exists: a volume, a mapping. */
const whereGiven = (block, item) => ({ ...item, block });

const databaseRules = [
  rule(ENCRYPTED, 'storage_encrypted', is(true), 'is not encrypted'),
  rule(GUARDED, 'deletion_protection', is(true), 'can be deleted at once'),
  rule(GUARDED, 'backup_retention_period', isPositive, 'has no backups'),
  rule(
    GUARDED,
    'skip_final_snapshot',
    isNot(true),
    'is deleted without a last snapshot',
  ),
];

export const RESOURCE_RULES = {
  aws_cloudwatch_log_group: [
    rule(GUARDED, 'retention_in_days', isPositive, 'keeps logs for ever'),
  ],
  aws_codebuild_project: [
    rule(ENCRYPTED, 'encryption_key', isGiven, 'has no key for what it writes'),
  ],
  aws_db_instance: [
    rule(PUBLIC, 'publicly_accessible', is(false), 'has a public address'),
    ...databaseRules,
  ],
  aws_docdb_cluster: databaseRules,
  aws_dynamodb_table: [
    rule(
      ENCRYPTED,
      'server_side_encryption.enabled',
      is(true),
      'is not encrypted with a key of KMS',
    ),
  ],
  aws_ebs_volume: [rule(ENCRYPTED, 'encrypted', is(true), 'is not encrypted')],
  aws_ecr_repository: [
    rule(
      ENCRYPTED,
      'encryption_configuration.encryption_type',
      isGiven,
      'does not say how images are encrypted',
    ),
    rule(
      GUARDED,
      'image_tag_mutability',
      is('IMMUTABLE'),
      'lets a tag be moved to another image',
    ),
  ],
  aws_eks_cluster: [
    rule(
      ENCRYPTED,
      'encryption_config.resources',
      isGiven,
      'does not encrypt its secrets',
    ),
    rule(
      PUBLIC,
      'vpc_config.public_access_cidrs',
      isClosed,
      'lets everyone reach its endpoint',
    ),
    rule(
      PUBLIC,
      'vpc_config.endpoint_private_access',
      is(true),
      'has no private endpoint',
    ),
  ],
  aws_instance: [
    rule(
      PUBLIC,
      'associate_public_ip_address',
      is(false),
      'may get a public address',
    ),
    rule(
      ENCRYPTED,
      'root_block_device.encrypted',
      is(true),
      'has a root volume that is not encrypted',
    ),
    whereGiven(
      'ebs_block_device',
      rule(
        ENCRYPTED,
        'ebs_block_device.encrypted',
        is(true),
        'has a volume that is not encrypted',
      ),
    ),
    rule(
      GUARDED,
      'metadata_options.http_tokens',
      is('required'),
      'answers metadata requests without a token',
    ),
  ],
  aws_launch_template: [
    whereGiven(
      'network_interfaces',
      rule(
        PUBLIC,
        'network_interfaces.associate_public_ip_address',
        is('false'),
        'may give its instances a public address',
      ),
    ),
    rule(
      ENCRYPTED,
      'block_device_mappings.ebs.encrypted',
      is('true'),
      'has volumes that are not encrypted',
    ),
    rule(
      GUARDED,
      'metadata_options.http_tokens',
      is('required'),
      'answers metadata requests without a token',
    ),
  ],
  aws_lb: [rule(PUBLIC, 'internal', is(true), 'is open to the internet')],
  aws_lb_listener: [
    rule(ENCRYPTED, 'protocol', isNot('HTTP'), 'listens without TLS'),
  ],
  aws_mq_broker: [
    rule(PUBLIC, 'publicly_accessible', is(false), 'has a public address'),
  ],
  aws_rds_cluster: databaseRules,
  aws_rds_cluster_instance: [
    rule(PUBLIC, 'publicly_accessible', is(false), 'has a public address'),
  ],
  aws_s3_bucket_public_access_block: [
    'block_public_acls',
    'block_public_policy',
    'ignore_public_acls',
    'restrict_public_buckets',
  ].map(name => rule(PUBLIC, name, is(true), `has ${name} off`)),
  aws_security_group: [
    whereGiven(
      'ingress',
      rule(PUBLIC, 'ingress.cidr_blocks', isClosed, 'is open to everyone'),
    ),
    whereGiven(
      'ingress',
      rule(PUBLIC, 'ingress.ipv6_cidr_blocks', isClosed, 'is open to everyone'),
    ),
  ],
  aws_sns_topic: [
    rule(ENCRYPTED, 'kms_master_key_id', isGiven, 'is not encrypted'),
  ],
  aws_subnet: [
    rule(
      PUBLIC,
      'map_public_ip_on_launch',
      isNot(true),
      'gives instances a public address',
    ),
  ],
  aws_vpc_security_group_ingress_rule: [
    rule(PUBLIC, 'cidr_ipv4', isClosed, 'is open to everyone'),
    rule(PUBLIC, 'cidr_ipv6', isClosed, 'is open to everyone'),
  ],
  azurerm_linux_virtual_machine: [
    rule(
      ENCRYPTED,
      'encryption_at_host_enabled',
      is(true),
      'does not encrypt on the host',
    ),
    rule(
      GUARDED,
      'disable_password_authentication',
      isNot(false),
      'accepts a password',
    ),
  ],
  azurerm_network_interface: [
    rule(
      PUBLIC,
      'ip_configuration.public_ip_address_id',
      isNone,
      'has a public address',
    ),
  ],
  azurerm_public_ip: [
    rule(PUBLIC, 'name', isNone, 'is an address on the internet'),
  ],
  azurerm_storage_account: [
    rule(
      PUBLIC,
      'allow_nested_items_to_be_public',
      is(false),
      'lets a container be made public',
    ),
    rule(
      PUBLIC,
      'network_rules.default_action',
      is('Deny'),
      'answers every network',
    ),
    rule(
      ENCRYPTED,
      'https_traffic_only_enabled',
      isNot(false),
      'answers without TLS',
    ),
    rule(ENCRYPTED, 'min_tls_version', is('TLS1_2'), 'answers with old TLS'),
  ],
  azurerm_storage_container: [
    rule(
      PUBLIC,
      'container_access_type',
      value => value === undefined || value === 'private',
      'is public',
    ),
  ],
  google_compute_firewall: [
    rule(PUBLIC, 'source_ranges', isClosed, 'is open to everyone'),
  ],
  google_compute_instance: [
    rule(
      PUBLIC,
      'network_interface.access_config',
      isNone,
      'has a public address',
    ),
    rule(
      GUARDED,
      'shielded_instance_config.enable_vtpm',
      is(true),
      'is not shielded',
    ),
  ],
  google_storage_bucket: [
    rule(
      PUBLIC,
      'public_access_prevention',
      is('enforced'),
      'can be made public',
    ),
    rule(
      PUBLIC,
      'uniform_bucket_level_access',
      is(true),
      'has access lists for each object',
    ),
  ],
  google_storage_bucket_iam_member: [
    rule(
      PUBLIC,
      'member',
      value => !/^all(Authenticated)?Users$/.test(value ?? ''),
      'gives access to everyone',
    ),
  ],
};

/** Resources that are safe only together with another one of the same module. */
export const COMPANIONS = {
  aws_s3_bucket: [
    {
      kind: PUBLIC,
      type: 'aws_s3_bucket_public_access_block',
      message: 'has no block of public access beside it',
    },
    {
      kind: ENCRYPTED,
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      message: 'does not say how its objects are encrypted',
    },
    {
      kind: ENCRYPTED,
      type: 'aws_s3_bucket_policy',
      message: 'has no policy that demands TLS',
    },
  ],
};

/** Options of an Elastic Beanstalk environment that must have a value, by namespace and name. */
export const BEANSTALK_RULES = [
  [PUBLIC, 'aws:ec2:vpc', 'AssociatePublicIpAddress', 'false'],
  [PUBLIC, 'aws:ec2:vpc', 'ELBScheme', 'internal'],
  [GUARDED, 'aws:autoscaling:launchconfiguration', 'DisableIMDSv1', 'true'],
  [ENCRYPTED, 'aws:elbv2:listener:default', 'ListenerEnabled', 'false'],
  [ENCRYPTED, 'aws:elbv2:listener:443', 'Protocol', 'HTTPS'],
];
