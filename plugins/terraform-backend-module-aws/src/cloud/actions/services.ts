/** Beginnings of type names that are also the service's prefix in IAM; `_` in them is `-` there. */
const SAME =
  'account acm amplify appconfig appfabric appflow applicationinsights appmesh apprunner appstream appsync athena auditmanager autoscaling ' +
  'backup batch bedrock budgets ce chatbot chime cleanrooms cloud9 cloudformation cloudfront cloudhsm cloudsearch cloudtrail cloudwatch ' +
  'codeartifact codebuild codecatalyst codecommit codeconnections codedeploy codepipeline comprehend config connect controltower cur ' +
  'dataexchange datapipeline datasync datazone dax detective devicefarm dlm dms drs dsql dynamodb ec2 ecr ecs eks elasticache ' +
  'elastictranscoder evidently finspace fis fms fsx gamelift glacier globalaccelerator glue grafana guardduty iam identitystore imagebuilder ' +
  'inspector inspector2 internetmonitor iot ivs ivschat kendra kinesis kinesisanalytics kms lakeformation lambda lex lightsail m2 macie2 ' +
  'medialive memorydb mq networkmanager networkmonitor notifications oam opsworks organizations osis outposts pipes polly pricing profile ' +
  'qbusiness qldb quicksight ram rbin rds redshift rekognition resiliencehub rolesanywhere route53 route53domains route53profiles rum s3 ' +
  's3tables sagemaker scheduler schemas secretsmanager securityhub securitylake servicecatalog servicediscovery servicequotas ses shield signer ' +
  'sns sqs ssm storagegateway swf synthetics timestream transcribe transfer verifiedpermissions waf wafv2 worklink workspaces xray';

/** Those that IAM calls otherwise, or that are told apart from a shorter one. */
const OTHERS = {
  accessanalyzer: 'access-analyzer',
  acmpca: 'acm-pca',
  alb: 'elasticloadbalancing',
  ami: 'ec2',
  api_gateway: 'apigateway',
  apigatewayv2: 'apigateway',
  app_cookie_stickiness_policy: 'elasticloadbalancing',
  appautoscaling: 'application-autoscaling',
  appintegrations: 'app-integrations',
  autoscalingplans: 'autoscaling-plans',
  availability_zone: 'ec2',
  bcmdataexports: 'bcm-data-exports',
  bedrockagent: 'bedrock',
  caller_identity: 'sts',
  canonical_user_id: 's3',
  chimesdkmediapipelines: 'chime',
  chimesdkvoice: 'chime',
  cloudcontrolapi: 'cloudformation',
  cloudfrontkeyvaluestore: 'cloudfront-keyvaluestore',
  cloudwatch_event: 'events',
  cloudwatch_log: 'logs',
  cloudwatch_query_definition: 'logs',
  codeguruprofiler: 'codeguru-profiler',
  codegurureviewer: 'codeguru-reviewer',
  codestarconnections: 'codestar-connections',
  codestarnotifications: 'codestar-notifications',
  cognito: 'cognito-idp',
  cognito_identity_pool: 'cognito-identity',
  computeoptimizer: 'compute-optimizer',
  costoptimizationhub: 'cost-optimization-hub',
  customer_gateway: 'ec2',
  customerprofiles: 'profile',
  db: 'rds',
  default_network_acl: 'ec2',
  default_route_table: 'ec2',
  default_security_group: 'ec2',
  default_subnet: 'ec2',
  default_vpc: 'ec2',
  devopsguru: 'devops-guru',
  directory_service: 'ds',
  docdb: 'rds',
  docdbelastic: 'docdb-elastic',
  dx: 'directconnect',
  ebs: 'ec2',
  ecrpublic: 'ecr-public',
  efs: 'elasticfilesystem',
  egress_only_internet_gateway: 'ec2',
  eip: 'ec2',
  elastic_beanstalk: 'elasticbeanstalk',
  elasticsearch: 'es',
  elb: 'elasticloadbalancing',
  emr: 'elasticmapreduce',
  emrcontainers: 'emr-containers',
  emrserverless: 'emr-serverless',
  flow_log: 'ec2',
  instance: 'ec2',
  internet_gateway: 'ec2',
  key_pair: 'ec2',
  keyspaces: 'cassandra',
  kinesis_analytics: 'kinesisanalytics',
  kinesis_firehose: 'firehose',
  kinesis_video: 'kinesisvideo',
  kinesisanalyticsv2: 'kinesisanalytics',
  launch_configuration: 'autoscaling',
  launch_template: 'ec2',
  lb: 'elasticloadbalancing',
  lexv2models: 'lex',
  licensemanager: 'license-manager',
  load_balancer: 'elasticloadbalancing',
  location: 'geo',
  main_route_table_association: 'ec2',
  media_convert: 'mediaconvert',
  media_package: 'mediapackage',
  media_packagev2: 'mediapackagev2',
  media_store: 'mediastore',
  msk: 'kafka',
  mskconnect: 'kafkaconnect',
  mwaa: 'airflow',
  nat_gateway: 'ec2',
  neptune: 'rds',
  neptunegraph: 'neptune-graph',
  network_acl: 'ec2',
  network_interface: 'ec2',
  networkfirewall: 'network-firewall',
  notificationscontacts: 'notifications-contacts',
  opensearch: 'es',
  opensearchserverless: 'aoss',
  paymentcryptography: 'payment-cryptography',
  pinpoint: 'mobiletargeting',
  pinpointsmsvoicev2: 'sms-voice',
  placement_group: 'ec2',
  prefix_list: 'ec2',
  prometheus: 'aps',
  proxy_protocol_policy: 'elasticloadbalancing',
  redshiftdata: 'redshift-data',
  redshiftserverless: 'redshift-serverless',
  region: 'ec2',
  resourceexplorer2: 'resource-explorer-2',
  resourcegroups: 'resource-groups',
  resourcegroupstaggingapi: 'tag',
  route: 'ec2',
  route53_resolver: 'route53resolver',
  route53recoverycontrolconfig: 'route53-recovery-control-config',
  route53recoveryreadiness: 'route53-recovery-readiness',
  s3control: 's3',
  s3outposts: 's3-outposts',
  security_group: 'ec2',
  serverlessapplicationrepository: 'serverlessrepo',
  service_discovery: 'servicediscovery',
  servicecatalogappregistry: 'servicecatalog',
  sesv2: 'ses',
  sfn: 'states',
  simpledb: 'sdb',
  snapshot_create_volume_permission: 'ec2',
  spot: 'ec2',
  ssmcontacts: 'ssm-contacts',
  ssmincidents: 'ssm-incidents',
  ssmquicksetup: 'ssm-quicksetup',
  ssoadmin: 'sso',
  subnet: 'ec2',
  timestreaminfluxdb: 'timestream-influxdb',
  timestreamquery: 'timestream',
  timestreamwrite: 'timestream',
  verifiedaccess: 'ec2',
  volume_attachment: 'ec2',
  vpc: 'ec2',
  vpclattice: 'vpc-lattice',
  vpn: 'ec2',
  wafregional: 'waf-regional',
  workspacesweb: 'workspaces-web',
};

const SERVICES = new Map<string, string>([
  ...SAME.split(' ').map((name): [string, string] => [name, name]),
  ...Object.entries(OTHERS),
]);

/**
 * The service that a type belongs to, by the longest beginning of its name that is known.
 *
 * @param type - such as `aws_glue_job` or `data.aws_glue_script`
 * @returns the prefix of its actions, such as `glue`
 */
export function serviceOf(type: string): string | undefined {
  const name = /^(?:data\.)?aws_(.+)$/.exec(type)?.[1];
  if (name === undefined) {
    return undefined;
  }
  const words = name.split('_');
  // Types of one word stand for one of many: `aws_subnets`.
  const beginnings = words.map((_, index) =>
    words.slice(0, words.length - index).join('_'),
  );
  for (const beginning of beginnings) {
    const service =
      SERVICES.get(beginning) ?? SERVICES.get(beginning.replace(/s$/, ''));
    if (service) {
      return service;
    }
  }
  return undefined;
}
