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

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Planroom"
  }
}

run "name_with_two_dashes" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "plan--room"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "planroom-with-a-long-name"
  }
}

run "another_platform" {
  command         = plan
  expect_failures = [var.solution_stack_name]
  variables {
    solution_stack_name = "64bit Amazon Linux 2 v3.5.7 running Docker"
  }
}

run "label_latest" {
  command         = plan
  expect_failures = [var.application_version]
  variables {
    application_version = { label = "latest", bundle_key = "a.zip" }
  }
}

run "bundle_that_is_no_zip" {
  command         = plan
  expect_failures = [var.application_version]
  variables {
    application_version = { label = "1.0.0", bundle_key = "/bundles/a.zip" }
  }
}

run "bundle_bucket_by_arn" {
  command         = plan
  expect_failures = [var.application_version]
  variables {
    application_version = { label = "1.0.0", bundle_key = "a.zip", bundle_bucket = "arn:aws:s3:::artifacts" }
  }
}

run "repository_by_address" {
  command         = plan
  expect_failures = [var.image_repository_arn]
  variables {
    image_repository_arn = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/portal"
  }
}

run "variable_with_a_dash" {
  command         = plan
  expect_failures = [var.environment_variables]
  variables {
    environment_variables = { APP-URL = "x" }
  }
}

run "secret_among_the_variables" {
  command         = plan
  expect_failures = [var.environment_variables]
  variables {
    environment_variables = { AUTH_SESSION_SECRET = "x" }
  }
}

run "variables_too_long" {
  command         = plan
  expect_failures = [var.environment_variables]
  variables {
    environment_variables = { TEXT = join("", [for number in range(900) : "xxxx"]) }
  }
}

run "secret_with_a_bad_name" {
  command         = plan
  expect_failures = [var.environment_secrets]
  variables {
    environment_secrets = { "1ST" = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf" }
  }
}

run "secret_by_value" {
  command         = plan
  expect_failures = [var.environment_secrets]
  variables {
    environment_secrets = { AUTH_SESSION_SECRET = "change-me" }
  }
}

run "secret_that_is_a_variable_too" {
  command         = plan
  expect_failures = [var.environment_secrets]
  variables {
    environment_variables = { TEXT = "x" }
    environment_secrets   = { TEXT = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf" }
  }
}

run "key_of_secrets_by_alias" {
  command         = plan
  expect_failures = [var.secret_kms_key_arns]
  variables {
    secret_kms_key_arns = { secrets = "arn:aws:kms:eu-west-1:111122223333:alias/secrets" }
  }
}

run "vpc_by_name" {
  command         = plan
  expect_failures = [var.vpc_id]
  variables {
    vpc_id = "main"
  }
}

run "one_subnet" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["subnet-0a"]
  }
}

run "subnet_by_name" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["subnet-0a", "private-b"]
  }
}

run "certificate_of_iam" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = { certificate_arn = "arn:aws:iam::111122223333:server-certificate/portal" }
  }
}

run "public_without_subnets" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1", public = true }
  }
}

run "load_balancer_in_one_subnet" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1", subnet_ids = ["subnet-0a"] }
  }
}

run "load_balancer_in_a_subnet_by_name" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1", subnet_ids = ["subnet-0a", "public-b"] }
  }
}

run "short_idle_timeout" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1", idle_timeout_seconds = 120 }
  }
}

run "old_ssl_policy" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1", ssl_policy = "ELBSecurityPolicy-2016-08" }
  }
}

run "weak_ciphers" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1", ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06" }
  }
}

run "cidr_that_is_none" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { office = "10.20.0.0" }
  }
}

run "internet_at_a_private_load_balancer" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { internet = "0.0.0.0/0" }
  }
}

run "security_group_by_name" {
  command         = plan
  expect_failures = [var.allowed_security_groups]
  variables {
    allowed_security_groups = { build = "build" }
  }
}

run "egress_to_two" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { database = { port = 5432, security_group_id = "sg-0a", cidr = "10.0.0.0/16" } }
  }
}

run "egress_to_port_0" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { database = { port = 0, security_group_id = "sg-0a" } }
  }
}

run "egress_to_everything" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { database = { port = 5432, cidr = "0.0.0.0/0" } }
  }
}

run "egress_to_a_group_by_name" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { database = { port = 5432, security_group_id = "database" } }
  }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.size]
  variables {
    size = "huge"
  }
}

run "instance_type_without_a_dot" {
  command         = plan
  expect_failures = [var.instance_types]
  variables {
    instance_types = ["t3"]
  }
}

run "more_instances_than_the_most" {
  command         = plan
  expect_failures = [var.instances]
  variables {
    instances = { min = 3, max = 2 }
  }
}

run "thresholds_that_overlap" {
  command         = plan
  expect_failures = [var.instances]
  variables {
    instances = { cpu_low_percent = 70, cpu_high_percent = 70 }
  }
}

run "small_disk" {
  command         = plan
  expect_failures = [var.root_volume]
  variables {
    root_volume = { size_gb = 10 }
  }
}

run "image_by_name" {
  command         = plan
  expect_failures = [var.root_volume]
  variables {
    root_volume = { image_id = "encrypted" }
  }
}

run "all_at_once" {
  command         = plan
  expect_failures = [var.deployment]
  variables {
    deployment = { policy = "AllAtOnce" }
  }
}

run "batch_of_too_many" {
  command         = plan
  expect_failures = [var.deployment]
  variables {
    deployment = { batch_size = 5 }
  }
}

run "deployment_without_time" {
  command         = plan
  expect_failures = [var.deployment]
  variables {
    deployment = { timeout_seconds = 60 }
  }
}

run "window_without_a_day" {
  command         = plan
  expect_failures = [var.managed_updates]
  variables {
    managed_updates = { window = "03:00" }
  }
}

run "major_updates" {
  command         = plan
  expect_failures = [var.managed_updates]
  variables {
    managed_updates = { level = "major" }
  }
}

run "weekly_without_updates" {
  command         = plan
  expect_failures = [var.managed_updates]
  variables {
    managed_updates = { enabled = false }
  }
}

run "retention_of_a_fortnight_and_a_day" {
  command         = plan
  expect_failures = [var.log_retention_days]
  variables {
    log_retention_days = 15
  }
}

run "health_check_with_a_query" {
  command         = plan
  expect_failures = [var.health_check_path]
  variables {
    health_check_path = "/health?deep=1"
  }
}

run "statement_with_a_dash" {
  command         = plan
  expect_failures = [var.instance_statements]
  variables {
    instance_statements = { read-it = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::a/*"] } }
  }
}

run "statement_without_actions" {
  command         = plan
  expect_failures = [var.instance_statements]
  variables {
    instance_statements = { Read = { actions = [], resources = ["arn:aws:s3:::a/*"] } }
  }
}

run "statement_with_a_wildcard" {
  command         = plan
  expect_failures = [var.instance_statements]
  variables {
    instance_statements = { Read = { actions = ["s3:*"], resources = ["arn:aws:s3:::a/*"] } }
  }
}

run "statement_about_everything" {
  command         = plan
  expect_failures = [var.instance_statements]
  variables {
    instance_statements = { Read = { actions = ["s3:GetObject"], resources = ["*"] } }
  }
}

run "policy_by_name" {
  command         = plan
  expect_failures = [var.instance_policy_arns]
  variables {
    instance_policy_arns = { runs = "planroom-portal" }
  }
}

run "policy_of_an_administrator" {
  command         = plan
  expect_failures = [var.instance_policy_arns]
  variables {
    instance_policy_arns = { runs = "arn:aws:iam::aws:policy/AdministratorAccess" }
  }
}

run "boundary_by_name" {
  command         = plan
  expect_failures = [var.permissions_boundary_arn]
  variables {
    permissions_boundary_arn = "boundary"
  }
}

run "key_by_alias" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:alias/portal"
  }
}

run "database_in_one_subnet" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { subnet_ids = ["subnet-0a"] }
  }
}

run "old_database" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { engine_version = "13" }
  }
}

run "database_class_of_ec2" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { instance_class = "t4g.medium" }
  }
}

run "database_that_cannot_grow" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { storage_gb = 100, max_storage_gb = 100 }
  }
}

run "database_without_backups" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { backup_retention_days = 0 }
  }
}

run "backup_window_with_a_day" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { backup_window = "sun:01:00-sun:02:00" }
  }
}

run "maintenance_window_without_a_day" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { maintenance_window = "04:00-05:00" }
  }
}

run "password_for_ever" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database = { password_rotation_days = 2000 }
  }
}

run "database_and_a_host" {
  command         = plan
  expect_failures = [var.database]
  variables {
    database              = {}
    environment_variables = { POSTGRES_HOST = "db" }
  }
}

run "too_many_topics" {
  command         = plan
  expect_failures = [var.alarm_topic_arns]
  variables {
    alarm_topic_arns = { for number in range(6) : "topic${number}" => "arn:aws:sns:eu-west-1:111122223333:alarms" }
  }
}

run "topic_by_name" {
  command         = plan
  expect_failures = [var.alarm_topic_arns]
  variables {
    alarm_topic_arns = { platform = "platform-alarms" }
  }
}

run "tag_of_aws" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "aws:team" = "platform" }
  }
}

run "tag_of_the_module" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { Name = "portal" }
  }
}

run "long_tag" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = join("", [for number in range(257) : "x"]) }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(46) : "tag${number}" => "x" }
  }
}
