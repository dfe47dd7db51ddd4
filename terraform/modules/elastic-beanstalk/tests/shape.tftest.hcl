mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_ebs_encryption_by_default" {
    defaults = { enabled = true }
  }
}

variables {
  name                 = "planroom-dev"
  image_repository_arn = "arn:aws:ecr:eu-west-1:111122223333:repository/planroom/portal"
  application_version  = { label = "1.0.0", bundle_key = "bundles/portal-1.0.0.zip" }
  vpc_id               = "vpc-0a1b2c3d4e5f67890"
  subnet_ids           = ["subnet-0a1b2c3d4e5f67891", "subnet-0a1b2c3d4e5f67890"]
  load_balancer        = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab" }
  tags                 = { team = "platform", environment = "dev" }
}

run "secure_by_default" {
  command = plan

  assert {
    condition = { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:ec2:vpc" } == {
      VPCId                    = "vpc-0a1b2c3d4e5f67890"
      Subnets                  = "subnet-0a1b2c3d4e5f67890,subnet-0a1b2c3d4e5f67891"
      ELBSubnets               = "subnet-0a1b2c3d4e5f67890,subnet-0a1b2c3d4e5f67891"
      ELBScheme                = "internal"
      AssociatePublicIpAddress = "false"
    }
    error_message = "Load balancer and instances are private."
  }

  assert {
    condition = { for setting in aws_elastic_beanstalk_environment.this[0].setting : "${setting.namespace}/${setting.name}" => setting.value if startswith(setting.namespace, "aws:elbv2:listener") } == {
      "aws:elbv2:listener:default/ListenerEnabled" = "false"
      "aws:elbv2:listener:443/ListenerEnabled"     = "true"
      "aws:elbv2:listener:443/Protocol"            = "HTTPS"
      "aws:elbv2:listener:443/SSLCertificateArns"  = "arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
      "aws:elbv2:listener:443/SSLPolicy"           = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      "aws:elbv2:listener:443/DefaultProcess"      = "default"
    }
    error_message = "Only port 443 answers, with TLS 1.2 or newer."
  }

  assert {
    condition = alltrue([
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elbv2:loadbalancer" }["IdleTimeout"] == "300",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:autoscaling:launchconfiguration" }["DisableIMDSv1"] == "true",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:autoscaling:launchconfiguration" }["DisableDefaultEC2SecurityGroup"] == "true",
      !contains([for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name], "EC2KeyName"),
    ])
    error_message = "Silent connections live five minutes, IMDSv2 is demanded, and there is neither a key pair nor an open security group."
  }

  assert {
    condition = { for setting in aws_elastic_beanstalk_environment.this[0].setting : "${setting.namespace}/${setting.name}" => setting.value if startswith(setting.namespace, "aws:elasticbeanstalk:cloudwatch") } == {
      "aws:elasticbeanstalk:cloudwatch:logs/StreamLogs"                    = "true"
      "aws:elasticbeanstalk:cloudwatch:logs/DeleteOnTerminate"             = "false"
      "aws:elasticbeanstalk:cloudwatch:logs/RetentionInDays"               = "90"
      "aws:elasticbeanstalk:cloudwatch:logs:health/HealthStreamingEnabled" = "true"
      "aws:elasticbeanstalk:cloudwatch:logs:health/DeleteOnTerminate"      = "false"
      "aws:elasticbeanstalk:cloudwatch:logs:health/RetentionInDays"        = "90"
    }
    error_message = "Logs and health go to CloudWatch and are kept 90 days."
  }

  assert {
    condition = alltrue([
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:command" } == {
        DeploymentPolicy = "RollingWithAdditionalBatch", BatchSizeType = "Fixed", BatchSize = "1", Timeout = "1200", IgnoreHealthCheck = "false"
      },
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:managedactions:platformupdate" } == {
        UpdateLevel = "minor", InstanceRefreshEnabled = "true"
      },
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:managedactions" }["PreferredStartTime"] == "Sun:03:00",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:healthreporting:system" }["SystemType"] == "enhanced",
    ])
    error_message = "Versions roll, the platform is updated in its window, and health is enhanced."
  }

  assert {
    condition = alltrue([
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:environment:process:default" }["HealthCheckPath"] == "/api/terraform/health",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:environment:process:default" }["Port"] == "80",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:application:environment" } == { PLANROOM_DATA_DIR = "/data" },
      length([for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name if setting.namespace == "aws:elasticbeanstalk:application:environmentsecrets"]) == 0,
    ])
    error_message = "The health of the portal itself decides, asked through nginx, and nothing is set that was not given."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.load_balancer) == 0 && length(aws_lb_listener.redirect) == 0
    error_message = "Nobody may connect who was not named, and port 80 is closed."
  }

  assert {
    condition = alltrue([
      aws_vpc_security_group_ingress_rule.instances.from_port == 80,
      aws_vpc_security_group_ingress_rule.instances.cidr_ipv4 == null,
      aws_vpc_security_group_egress_rule.instances_https.from_port == 443,
      aws_vpc_security_group_egress_rule.instances_https.to_port == 443,
      length(aws_vpc_security_group_egress_rule.instances) == 0,
    ])
    error_message = "The instances answer the load balancer only, and reach HTTPS only."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.instance.policy).Statement : statement.Sid => statement.Resource } == {
      ReadBundlesAndWriteLogs = ["arn:aws:s3:::elasticbeanstalk-eu-west-1-111122223333/resources/environments/*"]
      WriteLogs               = ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/elasticbeanstalk/planroom-dev/*"]
      ReportHealth            = ["arn:aws:elasticbeanstalk:eu-west-1:111122223333:application/planroom-dev", "arn:aws:elasticbeanstalk:eu-west-1:111122223333:environment/planroom-dev/planroom-dev"]
      PullImage               = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/portal"]
      LogInToRegistry         = ["*"]
    }
    error_message = "The instances have what they need to run and nothing else."
  }

  assert {
    condition = alltrue([
      jsondecode(aws_iam_role.service.assume_role_policy).Statement[0].Condition == { StringEquals = { "sts:ExternalId" = "elasticbeanstalk" } },
      jsondecode(aws_iam_role.instance.assume_role_policy).Statement[0].Principal == { Service = "ec2.amazonaws.com" },
      length(aws_iam_role_policy_attachment.instance) == 0,
      length(aws_iam_role_policy.secrets) == 0 && length(aws_iam_role_policy.database) == 0,
      keys(aws_iam_role_policy_attachment.service) == ["health", "updates"],
    ])
    error_message = "Each role is taken by its service only, and the instances have no managed policy."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket.bundles.bucket == "planroom-dev-bundles-111122223333-eu-west-1",
      !aws_s3_bucket.bundles.force_destroy,
      aws_s3_bucket_versioning.bundles.versioning_configuration[0].status == "Enabled",
      one(one(aws_s3_bucket_server_side_encryption_configuration.bundles.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256",
      aws_s3_bucket_public_access_block.bundles.block_public_acls && aws_s3_bucket_public_access_block.bundles.block_public_policy,
      aws_s3_bucket_public_access_block.bundles.ignore_public_acls && aws_s3_bucket_public_access_block.bundles.restrict_public_buckets,
      [for statement in jsondecode(aws_s3_bucket_policy.bundles.policy).Statement : statement.Sid] == ["DenyWithoutTls", "DenyOldTls"],
    ])
    error_message = "The bucket of bundles is private, encrypted, versioned and kept."
  }

  assert {
    condition     = length(aws_db_instance.this) == 0 && length(aws_security_group.database) == 0 && length(aws_cloudwatch_metric_alarm.this) == 0
    error_message = "Without being asked for there are neither a database nor alarms."
  }

  assert {
    condition = alltrue([
      aws_elastic_beanstalk_environment.this[0].tags == tomap({ team = "platform", environment = "dev", Name = "planroom-dev" }),
      aws_iam_role.instance.tags == tomap({ team = "platform", environment = "dev", Name = "planroom-dev" }),
      aws_security_group.instances.tags == tomap({ team = "platform", environment = "dev", Name = "planroom-dev-instances" }),
      aws_s3_bucket.bundles.tags["team"] == "platform",
      aws_elastic_beanstalk_application_version.this[0].tags["team"] == "platform",
    ])
    error_message = "Everything carries the tags."
  }
}

run "before_the_first_bundle" {
  command = plan

  variables {
    application_version = null
    load_balancer       = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1", redirect_http = true }
    alarm_topic_arns    = { platform = "arn:aws:sns:eu-west-1:111122223333:platform-alarms" }
  }

  assert {
    condition = alltrue([
      length(aws_elastic_beanstalk_environment.this) == 0,
      length(aws_elastic_beanstalk_application_version.this) == 0,
      length(aws_lb_listener.redirect) == 0,
      length(aws_cloudwatch_metric_alarm.this) == 0,
      output.endpoint == null && output.load_balancer_arn == null && output.environment_id == null,
      output.application_name == "planroom-dev",
    ])
    error_message = "Without a version there is everything except the environment."
  }
}

run "inputs_reach_the_environment" {
  command = plan

  variables {
    application_version   = { label = "1.4.0", bundle_key = "other/1.4.0.zip", bundle_bucket = "artifacts" }
    environment_variables = { APP_BASE_URL = "https://portal.example.com" }
    environment_secrets = {
      AUTH_SESSION_SECRET  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/session-AbCdEf"
      PLANROOM_SEALING_KEY = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/portal-AbCdEf:sealing"
      POSTGRES_PASSWORD    = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/portal-AbCdEf:database"
    }
    secret_kms_key_arns = { secrets = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
    load_balancer = {
      certificate_arn      = "arn:aws:acm:eu-west-1:111122223333:certificate/1"
      subnet_ids           = ["subnet-0a", "subnet-0b"]
      redirect_http        = true
      idle_timeout_seconds = 600
      ssl_policy           = "ELBSecurityPolicy-TLS13-1-3-2021-06"
      access_logs          = { bucket = "logs", prefix = "portal" }
    }
    allowed_cidrs            = { office = "10.20.0.0/16", office-6 = "2001:db8::/32" }
    allowed_security_groups  = { build = "sg-0a1b2c3d4e5f67890" }
    egress                   = { database = { port = 5432, security_group_id = "sg-0a1b2c3d4e5f67891" }, proxy = { port = 3128, cidr = "10.0.0.0/24" } }
    instance_types           = ["m7g.large", "m6g.large"]
    instances                = { min = 1, max = 1, cpu_high_percent = 80, cpu_low_percent = 10 }
    root_volume              = { size_gb = 100, image_id = "ami-0a1b2c3d4e5f67890" }
    deployment               = { policy = "Immutable", timeout_seconds = 1800 }
    managed_updates          = { enabled = false, replace_weekly = false }
    log_retention_days       = 365
    session_manager          = true
    instance_policy_arns     = { runs = "arn:aws:iam::111122223333:policy/planroom-portal" }
    instance_statements      = { Mail = { actions = ["ses:SendEmail"], resources = ["arn:aws:ses:eu-west-1:111122223333:identity/example.com"] } }
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
    deletion_protection      = false
    kms_key_arn              = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition = alltrue([
      aws_elastic_beanstalk_environment.this[0].version_label == "1.4.0",
      aws_elastic_beanstalk_application_version.this[0].bucket == "artifacts",
      aws_elastic_beanstalk_application_version.this[0].key == "other/1.4.0.zip",
    ])
    error_message = "The given version runs, from the given bundle."
  }

  assert {
    condition = { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:application:environmentsecrets" } == {
      AUTH_SESSION_SECRET  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/session-AbCdEf"
      PLANROOM_SEALING_KEY = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/portal-AbCdEf:sealing"
      POSTGRES_PASSWORD    = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/portal-AbCdEf:database"
    }
    error_message = "Secrets are named, not written down."
  }

  assert {
    condition = { for statement in concat(jsondecode(aws_iam_role_policy.instance.policy).Statement, jsondecode(aws_iam_role_policy.secrets[0].policy).Statement) : statement.Sid => statement if contains(["ReadSecrets", "DecryptSecrets", "CallerMail"], statement.Sid) } == {
      ReadSecrets = {
        Sid    = "ReadSecrets"
        Effect = "Allow"
        Action = ["secretsmanager:GetSecretValue"]
        Resource = [
          "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/session-AbCdEf",
          "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/portal-AbCdEf",
        ]
      }
      DecryptSecrets = {
        Sid       = "DecryptSecrets"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.eu-west-1.amazonaws.com" } }
      }
      CallerMail = {
        Sid      = "CallerMail"
        Effect   = "Allow"
        Action   = ["ses:SendEmail"]
        Resource = ["arn:aws:ses:eu-west-1:111122223333:identity/example.com"]
      }
    }
    error_message = "Each secret is read once, its key opens it through Secrets Manager only, and the caller's statement is there."
  }

  assert {
    condition = { for key, rule in aws_vpc_security_group_ingress_rule.load_balancer : key => "${rule.from_port} ${join("", compact([rule.cidr_ipv4, rule.cidr_ipv6, rule.referenced_security_group_id]))}" } == {
      https-cidr-office   = "443 10.20.0.0/16"
      https-cidr-office-6 = "443 2001:db8::/32"
      https-group-build   = "443 sg-0a1b2c3d4e5f67890"
      http-cidr-office    = "80 10.20.0.0/16"
      http-cidr-office-6  = "80 2001:db8::/32"
      http-group-build    = "80 sg-0a1b2c3d4e5f67890"
    }
    error_message = "Exactly those who were named may connect, to both ports."
  }

  assert {
    condition = alltrue([
      aws_lb_listener.redirect[0].port == 80,
      aws_lb_listener.redirect[0].default_action[0].redirect[0].status_code == "HTTP_301",
      aws_vpc_security_group_egress_rule.instances["database"].from_port == 5432,
      aws_vpc_security_group_egress_rule.instances["database"].referenced_security_group_id == "sg-0a1b2c3d4e5f67891",
      aws_vpc_security_group_egress_rule.instances["proxy"].cidr_ipv4 == "10.0.0.0/24",
    ])
    error_message = "Port 80 redirects, and the instances reach what was named."
  }

  assert {
    condition = alltrue([
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:autoscaling:asg" } == { MinSize = "1", MaxSize = "1" },
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:autoscaling:updatepolicy:rollingupdate" }["MinInstancesInService"] == "0",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:ec2:instances" }["InstanceTypes"] == "m7g.large,m6g.large",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:autoscaling:launchconfiguration" }["ImageId"] == "ami-0a1b2c3d4e5f67890",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:autoscaling:launchconfiguration" }["RootVolumeSize"] == "100",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elbv2:loadbalancer" }["IdleTimeout"] == "600",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elbv2:loadbalancer" }["AccessLogsS3Bucket"] == "logs",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:command" }["DeploymentPolicy"] == "Immutable",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:managedactions" } == { ManagedActionsEnabled = "false" },
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:cloudwatch:logs" }["RetentionInDays"] == "365",
    ])
    error_message = "Size, number, disks, timeouts, deployment, updates and logs are as given."
  }

  assert {
    condition = alltrue([
      aws_iam_role.instance.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary",
      aws_iam_role.service.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary",
      { for name, attachment in aws_iam_role_policy_attachment.instance : name => attachment.policy_arn } == {
        caller-runs     = "arn:aws:iam::111122223333:policy/planroom-portal"
        session-manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
      },
      keys(aws_iam_role_policy_attachment.service) == ["health"],
    ])
    error_message = "Both roles have the boundary, the instances the given policies, and the service none that it does not need."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket.bundles.force_destroy,
      one(one(aws_s3_bucket_server_side_encryption_configuration.bundles.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn,
    ])
    error_message = "The bucket has the key, and goes with its bundles when it is not protected."
  }
}

run "database_and_alarms" {
  command = plan

  variables {
    database = {
      engine_version         = "15.7"
      instance_class         = "db.m7g.large"
      storage_gb             = 50
      max_storage_gb         = 500
      multi_az               = false
      backup_retention_days  = 30
      password_rotation_days = 180
    }
    kms_key_arn      = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    alarm_topic_arns = { platform = "arn:aws:sns:eu-west-1:111122223333:platform-alarms" }
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].identifier == "planroom-dev-database",
      aws_db_instance.this[0].storage_encrypted,
      aws_db_instance.this[0].kms_key_id == var.kms_key_arn,
      !aws_db_instance.this[0].publicly_accessible,
      aws_db_instance.this[0].manage_master_user_password,
      aws_db_instance.this[0].password == null,
      aws_db_instance.this[0].deletion_protection,
      !aws_db_instance.this[0].skip_final_snapshot,
      aws_db_instance.this[0].backup_retention_period == 30,
      aws_db_instance.this[0].ca_cert_identifier == "rds-ca-rsa2048-g1",
      contains([for parameter in aws_db_parameter_group.this[0].parameter : "${parameter.name}=${parameter.value}"], "rds.force_ssl=1"),
    ])
    error_message = "The database is encrypted, private, protected and backed up, demands TLS, and its password is nobody's."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].engine_version == "15.7",
      aws_db_parameter_group.this[0].family == "postgres15",
      aws_db_instance.this[0].instance_class == "db.m7g.large",
      aws_db_instance.this[0].allocated_storage == 50,
      aws_db_instance.this[0].max_allocated_storage == 500,
      !aws_db_instance.this[0].multi_az,
      aws_secretsmanager_secret_rotation.database[0].rotation_rules[0].automatically_after_days == 180,
      !aws_secretsmanager_secret_rotation.database[0].rotate_immediately,
      toset(aws_db_subnet_group.this[0].subnet_ids) == toset(var.subnet_ids),
      aws_cloudwatch_log_group.database["postgresql"].retention_in_days == 90,
    ])
    error_message = "The database is as given, and its password changes as seldom as given."
  }

  assert {
    condition = alltrue([
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:application:environment" }["POSTGRES_DATABASE"] == "planroom",
      { for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name => setting.value if setting.namespace == "aws:elasticbeanstalk:application:environment" }["POSTGRES_PORT"] == "5432",
      [for setting in aws_elastic_beanstalk_environment.this[0].setting : setting.name if setting.namespace == "aws:elasticbeanstalk:application:environmentsecrets"] == ["POSTGRES_PASSWORD"],
      length(aws_iam_role_policy.database) == 1,
      aws_vpc_security_group_ingress_rule.database[0].from_port == 5432 && aws_vpc_security_group_ingress_rule.database[0].cidr_ipv4 == null,
      aws_vpc_security_group_egress_rule.database[0].to_port == 5432,
    ])
    error_message = "The portal knows the database, and only its instances reach it."
  }

  assert {
    condition = alltrue([
      keys(aws_cloudwatch_metric_alarm.this) == ["database-cpu", "database-storage", "errors", "health"],
      aws_cloudwatch_metric_alarm.this["health"].alarm_actions == toset(["arn:aws:sns:eu-west-1:111122223333:platform-alarms"]),
      aws_cloudwatch_metric_alarm.this["health"].dimensions == tomap({ EnvironmentName = "planroom-dev" }),
      aws_cloudwatch_metric_alarm.this["health"].threshold == 20,
    ])
    error_message = "Alarms about health, errors and the database go to the topic."
  }
}

run "disks_that_would_not_be_encrypted" {
  command         = plan
  expect_failures = [check.root_volumes_are_encrypted]

  override_data {
    target = data.aws_ebs_encryption_by_default.current
    values = { enabled = false }
  }
}
