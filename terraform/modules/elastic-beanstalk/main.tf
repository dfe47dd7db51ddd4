# Partition and region are local to the provider; the account is asked of AWS, because names of buckets and policies need it.
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
  account   = data.aws_caller_identity.current.account_id
  tags      = merge(var.tags, { Name = var.name })

  instance_types = length(var.instance_types) > 0 ? var.instance_types : [{
    small  = "t3.medium"
    medium = "t3.large"
    large  = "m7i.xlarge"
    xlarge = "m7i.2xlarge"
  }[var.size]]

  variables = merge(
    { PLANROOM_DATA_DIR = "/data" },
    var.environment_variables,
    var.database == null ? {} : {
      POSTGRES_HOST     = aws_db_instance.this[0].address
      POSTGRES_PORT     = "5432"
      POSTGRES_USER     = aws_db_instance.this[0].username
      POSTGRES_DATABASE = aws_db_instance.this[0].db_name
    },
  )

  database_secret_arn = one([for database in aws_db_instance.this : one(database.master_user_secret).secret_arn])

  secrets = merge(var.environment_secrets, var.database == null ? {} : {
    POSTGRES_PASSWORD = "${local.database_secret_arn}:password"
  })

  settings = {
    "aws:elasticbeanstalk:environment" = {
      EnvironmentType      = "LoadBalanced"
      LoadBalancerType     = "application"
      LoadBalancerIsShared = "false"
      ServiceRole          = aws_iam_role.service.arn
    }
    "aws:ec2:vpc" = {
      VPCId                    = var.vpc_id
      Subnets                  = join(",", sort(var.subnet_ids))
      ELBSubnets               = join(",", sort(coalesce(var.load_balancer.subnet_ids, var.subnet_ids)))
      ELBScheme                = var.load_balancer.public ? "public" : "internal"
      AssociatePublicIpAddress = "false"
    }
    "aws:ec2:instances" = {
      InstanceTypes = join(",", local.instance_types)
      EnableSpot    = "false"
    }
    "aws:autoscaling:launchconfiguration" = merge(
      {
        IamInstanceProfile             = aws_iam_instance_profile.this.name
        SecurityGroups                 = aws_security_group.instances.id
        DisableDefaultEC2SecurityGroup = "true"
        DisableIMDSv1                  = "true"
        RootVolumeType                 = "gp3"
        RootVolumeSize                 = tostring(var.root_volume.size_gb)
        MonitoringInterval             = "1 minute"
        # Elastic Beanstalk's tags stay on the environment without it, so that disks and network interfaces would have none.
        LaunchTemplateTagPropagationEnabled = "true"
      },
      var.root_volume.image_id == null ? {} : { ImageId = var.root_volume.image_id },
    )
    "aws:autoscaling:asg" = {
      MinSize = tostring(var.instances.min)
      MaxSize = tostring(var.instances.max)
    }
    "aws:autoscaling:trigger" = {
      MeasureName    = "CPUUtilization"
      Statistic      = "Average"
      Unit           = "Percent"
      Period         = "5"
      BreachDuration = "5"
      UpperThreshold = tostring(var.instances.cpu_high_percent)
      LowerThreshold = tostring(var.instances.cpu_low_percent)
    }
    # Changes of settings that need other instances.
    "aws:autoscaling:updatepolicy:rollingupdate" = {
      RollingUpdateEnabled  = "true"
      RollingUpdateType     = "Health"
      MaxBatchSize          = "1"
      MinInstancesInService = tostring(min(var.instances.min, var.instances.max - 1))
      Timeout               = "PT30M"
    }
    # Other versions of the portal.
    "aws:elasticbeanstalk:command" = {
      DeploymentPolicy  = var.deployment.policy
      BatchSizeType     = "Fixed"
      BatchSize         = tostring(var.deployment.batch_size)
      Timeout           = tostring(var.deployment.timeout_seconds)
      IgnoreHealthCheck = "false"
    }
    "aws:elbv2:loadbalancer" = merge(
      {
        IdleTimeout          = tostring(var.load_balancer.idle_timeout_seconds)
        SecurityGroups       = aws_security_group.load_balancer.id
        ManagedSecurityGroup = aws_security_group.load_balancer.id
      },
      var.load_balancer.access_logs == null ? {} : {
        AccessLogsS3Enabled = "true"
        AccessLogsS3Bucket  = var.load_balancer.access_logs.bucket
        AccessLogsS3Prefix  = var.load_balancer.access_logs.prefix
      },
    )
    "aws:elbv2:listener:default" = {
      ListenerEnabled = "false"
    }
    "aws:elbv2:listener:443" = {
      ListenerEnabled    = "true"
      Protocol           = "HTTPS"
      SSLCertificateArns = var.load_balancer.certificate_arn
      SSLPolicy          = var.load_balancer.ssl_policy
      DefaultProcess     = "default"
    }
    # nginx on the instance, which the bundle configures and which passes everything to port 7007 of the container.
    "aws:elasticbeanstalk:environment:process:default" = {
      Port                    = "80"
      Protocol                = "HTTP"
      HealthCheckPath         = var.health_check_path
      MatcherHTTPCode         = "200"
      HealthCheckInterval     = "15"
      HealthCheckTimeout      = "10"
      HealthyThresholdCount   = "2"
      UnhealthyThresholdCount = "4"
      DeregistrationDelay     = "30"
      StickinessEnabled       = "false"
    }
    "aws:elasticbeanstalk:application" = {
      "Application Healthcheck URL" = var.health_check_path
    }
    "aws:elasticbeanstalk:healthreporting:system" = {
      SystemType                = "enhanced"
      EnhancedHealthAuthEnabled = "true"
    }
    "aws:elasticbeanstalk:cloudwatch:logs" = {
      StreamLogs        = "true"
      DeleteOnTerminate = "false"
      RetentionInDays   = tostring(var.log_retention_days)
    }
    "aws:elasticbeanstalk:cloudwatch:logs:health" = {
      HealthStreamingEnabled = "true"
      DeleteOnTerminate      = "false"
      RetentionInDays        = tostring(var.log_retention_days)
    }
    "aws:elasticbeanstalk:managedactions" = merge(
      { ManagedActionsEnabled = tostring(var.managed_updates.enabled) },
      !var.managed_updates.enabled ? {} : {
        PreferredStartTime           = var.managed_updates.window
        ServiceRoleForManagedUpdates = aws_iam_role.service.arn
      },
    )
    "aws:elasticbeanstalk:managedactions:platformupdate" = !var.managed_updates.enabled ? {} : {
      UpdateLevel            = var.managed_updates.level
      InstanceRefreshEnabled = tostring(var.managed_updates.replace_weekly)
    }
    "aws:elasticbeanstalk:application:environment"        = local.variables
    "aws:elasticbeanstalk:application:environmentsecrets" = local.secrets
  }

  flat_settings = flatten([
    for namespace, options in local.settings : [
      for name, value in options : { namespace = namespace, name = name, value = value }
    ]
  ])
}

resource "aws_elastic_beanstalk_application" "this" {
  name        = var.name
  description = "Planroom, the control plane for Terraform"
  tags        = local.tags
}

resource "aws_elastic_beanstalk_application_version" "this" {
  count = var.application_version == null ? 0 : 1

  application = aws_elastic_beanstalk_application.this.name
  name        = var.application_version.label
  bucket      = coalesce(var.application_version.bundle_bucket, aws_s3_bucket.bundles.id)
  key         = var.application_version.bundle_key
  process     = true
  tags        = local.tags

  # The environment must have moved to the new version before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_elastic_beanstalk_environment" "this" {
  count = var.application_version == null ? 0 : 1

  application            = aws_elastic_beanstalk_application.this.name
  name                   = var.name
  description            = "The portal"
  solution_stack_name    = var.solution_stack_name
  tier                   = "WebServer"
  version_label          = aws_elastic_beanstalk_application_version.this[0].name
  wait_for_ready_timeout = "40m"
  tags                   = local.tags

  dynamic "setting" {
    for_each = local.flat_settings

    content {
      namespace = setting.value.namespace
      name      = setting.value.name
      value     = setting.value.value
    }
  }

  # Managed updates move it.
  lifecycle {
    ignore_changes = [solution_stack_name]
  }

  # Instances that start without their rights or without a way out never become healthy.
  depends_on = [
    aws_iam_role_policy.instance,
    aws_iam_role_policy.secrets,
    aws_iam_role_policy.database,
    aws_iam_role_policy_attachment.instance,
    aws_iam_role_policy_attachment.service,
    aws_vpc_security_group_ingress_rule.instances,
    aws_vpc_security_group_egress_rule.instances_https,
    aws_vpc_security_group_egress_rule.instances,
    aws_vpc_security_group_egress_rule.load_balancer,
    aws_vpc_security_group_egress_rule.database,
    aws_vpc_security_group_ingress_rule.database,
    aws_s3_bucket_policy.bundles,
  ]
}

# Elastic Beanstalk's own listener on port 80 could only pass requests on.
resource "aws_lb_listener" "redirect" {
  count = var.application_version != null && var.load_balancer.redirect_http ? 1 : 0

  load_balancer_arn = aws_elastic_beanstalk_environment.this[0].load_balancers[0]
  port              = 80
  protocol          = "HTTP"
  tags              = local.tags

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

# Elastic Beanstalk has no setting for it, so it can only be looked at.
check "root_volumes_are_encrypted" {
  data "aws_ebs_encryption_by_default" "current" {}

  assert {
    condition     = var.root_volume.image_id != null || data.aws_ebs_encryption_by_default.current.enabled
    error_message = "The disks of the instances would not be encrypted: switch on encryption of EBS by default in this account and region (terraform/bootstrap does), or give root_volume.image_id, an image whose disk is encrypted."
  }
}
