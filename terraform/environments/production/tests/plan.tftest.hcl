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

# What AWS would answer, so that policies with it can be reviewed in the plan.
override_resource {
  target          = module.portal.module.generated_secret["session"].aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/session-AbCdEf" }
}

override_resource {
  target          = module.portal.module.generated_secret["sealing-key"].aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/sealing-key-AbCdEf" }
}

override_resource {
  target          = module.portal.module.oidc_client_secret.aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/oidc-client-secret-AbCdEf" }
}

override_resource {
  target          = module.portal.module.key.aws_kms_key.this
  override_during = plan
  values          = { arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
}

override_resource {
  target          = module.portal.module.beanstalk.aws_db_instance.this[0]
  override_during = plan
  values = {
    address            = "planroom-database.example.eu-west-1.rds.amazonaws.com"
    master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1234-AbCdEf", secret_status = "active", kms_key_id = "" }]
  }
}

override_resource {
  target          = module.portal.module.beanstalk.aws_elastic_beanstalk_environment.this[0]
  override_during = plan
  values = {
    cname          = "planroom.eu-west-1.elasticbeanstalk.com"
    load_balancers = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/awseb/1234"]
  }
}

variables {
  account_id         = "111122223333"
  region             = "eu-west-1"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  host_name          = "portal.example.com"
  zone_id            = "Z0123456789ABCDEFGHIJ"
  allowed_cidrs      = { office = "10.20.0.0/16" }
  oidc = {
    metadata_url = "https://id.example.com/.well-known/openid-configuration"
    client_id    = "planroom"
  }
}

run "before_the_first_image" {
  command = plan

  assert {
    condition = alltrue([
      output.url == "https://portal.example.com",
      output.environment_name == "planroom-production",
      output.oidc_client_secret_name == "planroom-production/oidc-client-secret",
      output.sealing_key_name == "planroom-production/sealing-key",
      length(output.nat_public_ips) == 3,
    ])
    error_message = "There are secrets to fill, and as many ways out as the environment has."
  }

  assert {
    condition     = output.build_roles == null && output.portal_role_arns == null && output.state_bucket == null && module.portal.endpoint == null
    error_message = "Before the first images there are neither builds nor an environment."
  }
}

run "with_portal_and_runner" {
  command = plan

  variables {
    portal_version = "1.0.0"
    runner_images = {
      "1.11.4" = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-production/runner@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    }
    permissions = {
      sets          = ["aws-s3-bucket"]
      name_prefixes = ["payments-"]
      regions       = ["eu-west-1"]
    }
    alarm_topic_arns = { platform = "arn:aws:sns:eu-west-1:111122223333:platform-alarms" }
  }

  assert {
    condition     = module.portal.endpoint == "planroom.eu-west-1.elasticbeanstalk.com"
    error_message = "The portal runs, and its name points to it."
  }

  assert {
    condition = output.build_roles == {
      plan  = "arn:aws:iam::111122223333:role/planroom-production-plan"
      apply = "arn:aws:iam::111122223333:role/planroom-production-apply"
    }
    error_message = "Plans and applies have roles of their own, known before they are made."
  }

  assert {
    condition     = var.executor == "codebuild" && !var.accept_shared_host && output.portal_role_arns == ["arn:aws:iam::111122223333:role/planroom-production-portal"]
    error_message = "Unless somebody says otherwise, nothing runs inside of the portal, and other accounts can let it test them."
  }
}
