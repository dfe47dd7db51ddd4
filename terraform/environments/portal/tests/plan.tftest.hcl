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
  target          = module.generated_secret["session"].aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/session-AbCdEf" }
}

override_resource {
  target          = module.generated_secret["sealing-key"].aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/sealing-key-AbCdEf" }
}

override_resource {
  target          = module.oidc_client_secret.aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/oidc-client-secret-AbCdEf" }
}

override_resource {
  target          = module.key.aws_kms_key.this
  override_during = plan
  values          = { arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
}

override_resource {
  target          = module.beanstalk.aws_db_instance.this[0]
  override_during = plan
  values = {
    address            = "planroom-database.example.eu-west-1.rds.amazonaws.com"
    master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1234-AbCdEf", secret_status = "active", kms_key_id = "" }]
  }
}

override_resource {
  target          = module.beanstalk.aws_elastic_beanstalk_environment.this[0]
  override_during = plan
  values = {
    cname          = "planroom.eu-west-1.elasticbeanstalk.com"
    load_balancers = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/awseb/1234"]
  }
}

variables {
  name          = "planroom-dev"
  host_name     = "portal.example.com"
  zone_id       = "Z0123456789ABCDEFGHIJ"
  network       = { cidr = "10.42.0.0/16", availability_zones = ["eu-west-1a", "eu-west-1b"] }
  allowed_cidrs = { office = "10.20.0.0/16" }
  size          = "small"
  instances     = { min = 1, max = 2 }
  database      = { instance_class = "db.t4g.small", multi_az = false, backup_retention_days = 7 }
  tags          = { application = "planroom", environment = "dev" }
  oidc = {
    metadata_url = "https://id.example.com/.well-known/openid-configuration"
    client_id    = "planroom"
  }
}

run "before_the_first_image" {
  command = plan

  assert {
    condition     = length(aws_route53_record.portal) == 0 && length(aws_s3_object.executor) == 0 && length(module.permissions) == 0 && length(module.runner) == 0
    error_message = "There is nothing that needs an image."
  }

  assert {
    condition = alltrue([
      aws_acm_certificate.this.domain_name == "portal.example.com",
      aws_acm_certificate.this.validation_method == "DNS",
      aws_acm_certificate.this.tags == tomap({ application = "planroom", environment = "dev", Name = "portal.example.com" }),
      aws_route53_record.validation.zone_id == "Z0123456789ABCDEFGHIJ",
    ])
    error_message = "The certificate is asked for and confirmed in the zone."
  }

  assert {
    condition     = keys(module.generated_secret) == ["sealing-key", "session"] && module.oidc_client_secret.name == "planroom-dev/oidc-client-secret"
    error_message = "Two secrets are drawn, and one is filled by hand."
  }
}

run "with_portal_and_runner" {
  command = plan

  variables {
    portal_version = "1.0.0"
    runner_images = {
      "1.11.4" = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-dev/runner@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    }
    permissions = {
      sets          = ["aws-s3-bucket"]
      name_prefixes = ["payments-"]
      targets = {
        payments = {
          plan_role_arn  = "arn:aws:iam::444455556666:role/planroom-payments-plan"
          apply_role_arn = "arn:aws:iam::444455556666:role/planroom-payments-apply"
          external_id    = "7c1f0f0e-6a2f-4a52-9d0c-2f6c1d8f3b11"
        }
      }
    }
  }

  override_resource {
    target          = module.runner[0].aws_kms_key.this[0]
    override_during = plan
    values          = { arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  override_resource {
    target          = module.runner[0].aws_s3_bucket.artifacts
    override_during = plan
    values          = { id = "planroom-dev-artifacts-111122223333-eu-west-1" }
  }

  override_resource {
    target          = module.runner[0].aws_s3_bucket.state
    override_during = plan
    values          = { id = "planroom-dev-state-111122223333-eu-west-1" }
  }

  override_resource {
    target          = module.runner[0].aws_sqs_queue.builds
    override_during = plan
    values          = { arn = "arn:aws:sqs:eu-west-1:111122223333:planroom-dev-builds", url = "https://sqs.eu-west-1.amazonaws.com/111122223333/planroom-dev-builds" }
  }

  assert {
    condition     = aws_route53_record.portal[0].type == "CNAME" && aws_route53_record.portal[0].name == "portal.example.com"
    error_message = "The portal's name points to the environment."
  }

  assert {
    condition     = aws_s3_object.executor[0].key == "config/app-config.executor.yaml"
    error_message = "The next bundle finds the configuration of the executor."
  }

  assert {
    condition = alltrue([
      yamldecode(aws_s3_object.executor[0].content).terraform.executors.codebuild.roleArn == "arn:aws:iam::111122223333:role/planroom-dev-portal",
      yamldecode(aws_s3_object.executor[0].content).terraform.executors.codebuild.projects.apply == { "1.11.4" = "planroom-dev-apply-1-11-4" },
      yamldecode(aws_s3_object.executor[0].content).terraform.executors.codebuild.state.bucket == "planroom-dev-state-111122223333-eu-west-1",
    ])
    error_message = "The portal is told as which role it acts, what it starts and where states are."
  }

  assert {
    condition = yamldecode(aws_s3_object.executor[0].content).terraform.environments == {
      dev        = { executor = "codebuild", state = "s3" }
      staging    = { executor = "codebuild", state = "s3" }
      production = { executor = "codebuild", state = "s3" }
    }
    error_message = "No environment is left with Terraform inside of the portal."
  }

  assert {
    condition     = output.portal_role_arns == ["arn:aws:iam::111122223333:role/planroom-dev-portal"]
    error_message = "The portal enters other accounts to test them, by a role that these can name."
  }

  assert {
    condition     = module.permissions[0].portal_role_arn == "arn:aws:iam::111122223333:role/planroom-dev-portal" && module.beanstalk.instance_role_arn == "arn:aws:iam::111122223333:role/planroom-dev-instance"
    error_message = "The instances act as the portal, by roles that are known before they are made."
  }
}

run "with_two_versions_of_terraform" {
  command = plan

  variables {
    runner_images = {
      "1.11.4"      = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-dev/runner@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      "tofu-1.10.6" = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-dev/runner@sha256:1111111111111111111111111111111111111111111111111111111111111111"
    }
    terraform_version = "1.11"
    run_environments  = ["live"]
  }

  assert {
    condition     = local.run_environment == { executor = "codebuild", state = "s3", terraformVersion = "1.11" } && length(aws_s3_object.executor) == 1
    error_message = "The portal is told which of the versions to use."
  }
}

run "with_terraform_inside_of_the_portal" {
  command = plan

  variables {
    portal_version     = "1.0.0"
    executor           = "local"
    accept_shared_host = true
  }

  assert {
    condition     = length(aws_s3_object.executor) == 0 && length(module.runner) == 0 && output.portal_role_arns == null
    error_message = "Without an image of the runner there is nothing of CodeBuild."
  }
}
