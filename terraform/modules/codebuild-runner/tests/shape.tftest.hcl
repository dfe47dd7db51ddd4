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
}

variables {
  name           = "planroom"
  plan_role_arn  = "arn:aws:iam::111122223333:role/planroom-plan"
  apply_role_arn = "arn:aws:iam::111122223333:role/planroom-apply"
  versions = {
    "1.11.4" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" }
  }
}

run "projects" {
  command = plan

  assert {
    condition     = { for name, project in aws_codebuild_project.this : name => project.service_role } == { planroom-apply-1-11-4 = var.apply_role_arn, planroom-plan-1-11-4 = var.plan_role_arn }
    error_message = "A version has a project for plans and one for applies, each with its own role."
  }

  assert {
    condition = alltrue([
      for project in values(aws_codebuild_project.this) :
      project.source[0].type == "NO_SOURCE" && project.artifacts[0].type == "NO_ARTIFACTS" && project.cache[0].type == "NO_CACHE" && project.project_visibility == "PRIVATE"
    ])
    error_message = "A project has no source, no artifacts, no cache, and is private."
  }

  assert {
    condition = alltrue([
      for project in values(aws_codebuild_project.this) :
      !project.environment[0].privileged_mode && project.environment[0].image_pull_credentials_type == "SERVICE_ROLE" && project.environment[0].image == var.versions["1.11.4"].image
    ])
    error_message = "A build runs the given image, pulled as its role, without privileges."
  }

  assert {
    condition = { for variable in aws_codebuild_project.this["planroom-apply-1-11-4"].environment[0].environment_variable : variable.name => variable.value } == {
      RUN_MANIFEST          = "none"
      RUN_PHASE             = "apply"
      RUN_TERRAFORM_VERSION = "1.11.4"
      RUN_ARTIFACT_BUCKET   = "planroom-artifacts-111122223333-eu-west-1"
      RUN_TIMEOUT_MINUTES   = "480"
    }
    error_message = "A project says what it is for, and names no manifest."
  }

  assert {
    condition     = { for name, project in aws_codebuild_project.this : name => [project.build_timeout, project.queued_timeout, project.concurrent_build_limit] } == { planroom-apply-1-11-4 = [480, 60, 5], planroom-plan-1-11-4 = [60, 60, 10] }
    error_message = "Builds end, wait and run side by side within limits."
  }

  assert {
    condition     = keys(yamldecode(aws_codebuild_project.this["planroom-plan-1-11-4"].source[0].buildspec).phases) == ["build"] && strcontains(yamldecode(aws_codebuild_project.this["planroom-plan-1-11-4"].source[0].buildspec).phases.build.commands[0], "node /usr/local/lib/planroom/runner/run-phase.js")
    error_message = "The buildspec is part of the project and runs the runner."
  }

  assert {
    condition     = alltrue([for project in values(aws_codebuild_project.this) : length(project.vpc_config) == 0]) && length(aws_security_group.this) == 0 && length(aws_dynamodb_table.locks) == 0
    error_message = "Without being asked for, there is no network and no table for locks."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/codebuild/planroom" && aws_cloudwatch_log_group.this.retention_in_days == 90
    error_message = "Logs of builds have a group of their own and are not kept for ever."
  }
}

run "storage_and_key" {
  command = plan

  assert {
    condition     = [aws_s3_bucket.artifacts.bucket, aws_s3_bucket.state.bucket] == ["planroom-artifacts-111122223333-eu-west-1", "planroom-state-111122223333-eu-west-1"]
    error_message = "Buckets are named after the runner, the account and the region."
  }

  assert {
    condition = alltrue([
      for key in ["artifacts", "state"] : alltrue([
        aws_s3_bucket_versioning.this[key].versioning_configuration[0].status == "Enabled",
        aws_s3_bucket_ownership_controls.this[key].rule[0].object_ownership == "BucketOwnerEnforced",
        aws_s3_bucket_public_access_block.this[key].block_public_acls,
        aws_s3_bucket_public_access_block.this[key].block_public_policy,
        aws_s3_bucket_public_access_block.this[key].ignore_public_acls,
        aws_s3_bucket_public_access_block.this[key].restrict_public_buckets,
        one(aws_s3_bucket_server_side_encryption_configuration.this[key].rule).bucket_key_enabled,
        one(one(aws_s3_bucket_server_side_encryption_configuration.this[key].rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms",
      ])
    ])
    error_message = "Both buckets are private, versioned and encrypted with the key."
  }

  assert {
    condition = jsondecode(aws_s3_bucket_policy.this["state"].policy).Statement == [
      for sid, condition in {
        DenyOldTls     = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
        DenyWithoutTls = { Bool = { "aws:SecureTransport" = "false" } }
        } : {
        Sid       = sid
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::planroom-state-111122223333-eu-west-1", "arn:aws:s3:::planroom-state-111122223333-eu-west-1/*"]
        Condition = condition
      }
    ]
    error_message = "The state bucket refuses connections without TLS and nothing else."
  }

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.this["artifacts"].policy).Statement : statement if !contains(["DenyOldTls", "DenyWithoutTls"], statement.Sid)] == [
      {
        Sid       = "DenyReplacingMarks"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::planroom-artifacts-111122223333-eu-west-1/runs/*/started"
        Condition = { Null = { "s3:if-none-match" = "true" } }
      }
    ]
    error_message = "Nobody writes over the mark that a phase was begun."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_lifecycle_configuration.artifacts.rule[0].filter[0].prefix == "runs/",
      one(aws_s3_bucket_lifecycle_configuration.artifacts.rule[0].expiration).days == 14,
      one(aws_s3_bucket_lifecycle_configuration.artifacts.rule[0].noncurrent_version_expiration).noncurrent_days == 1,
    ])
    error_message = "What runs hand over is deleted soon."
  }

  assert {
    condition = alltrue([
      length(aws_s3_bucket_lifecycle_configuration.artifacts.rule) == 2,
      aws_s3_bucket_lifecycle_configuration.artifacts.rule[1].filter[0].prefix == "logs/",
      one(aws_s3_bucket_lifecycle_configuration.artifacts.rule[1].expiration).expired_object_delete_marker,
      one(aws_s3_bucket_lifecycle_configuration.artifacts.rule[1].noncurrent_version_expiration).noncurrent_days == 1,
    ])
    error_message = "Logs stay until the portal removes them."
  }

  assert {
    condition = alltrue([
      length(flatten(aws_s3_bucket_lifecycle_configuration.state.rule[*].expiration)) == 0,
      [for rule in aws_s3_bucket_lifecycle_configuration.state.rule : rule.id if length(rule.noncurrent_version_expiration) > 0] == ["old-locks"],
      aws_s3_bucket_lifecycle_configuration.state.rule[0].filter[0].object_size_less_than == 1024,
      one(aws_s3_bucket_lifecycle_configuration.state.rule[0].noncurrent_version_expiration).newer_noncurrent_versions == 20,
    ])
    error_message = "No state is deleted, and only old versions as small as a lock are removed."
  }

  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && aws_kms_alias.this[0].name == "alias/planroom-runner"
    error_message = "The module makes a key, and turns it."
  }

  assert {
    condition     = [for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Principal] == [{ AWS = "arn:aws:iam::111122223333:root" }, { Service = "logs.eu-west-1.amazonaws.com" }]
    error_message = "The key is for the account, whose roles' policies decide, and for logs."
  }

  assert {
    condition     = jsondecode(aws_kms_key.this[0].policy).Statement[1].Condition == { ArnEquals = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codebuild/planroom" } }
    error_message = "Logs may use the key for this log group only."
  }
}

run "events" {
  command = plan

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.this.event_pattern) == {
      source      = ["aws.codebuild"]
      detail-type = ["CodeBuild Build State Change"]
      detail      = { project-name = ["planroom-apply-1-11-4", "planroom-plan-1-11-4"] }
    }
    error_message = "The rule hears of the builds of these projects and of no others."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_policy.this["builds"].policy).Statement[0] == {
      Sid       = "EventsOfTheRule"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-west-1:111122223333:planroom-builds"
      Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds" } }
    }
    error_message = "Only the rule may send to the queue."
  }

  assert {
    condition     = alltrue([for key in ["builds", "failed"] : jsondecode(aws_sqs_queue_policy.this[key].policy).Statement[1].Sid == "DenyWithoutTls"]) && aws_sqs_queue.builds.sqs_managed_sse_enabled && aws_sqs_queue.failed.sqs_managed_sse_enabled
    error_message = "Both queues are encrypted and refuse connections without TLS."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.builds.redrive_policy) == { deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:planroom-builds-failed", maxReceiveCount = 5 }
    error_message = "Events that cannot be read are set aside."
  }

  assert {
    condition = jsonencode(output.runner) == jsonencode({
      plan_projects      = ["planroom-plan-1-11-4"]
      apply_projects     = ["planroom-apply-1-11-4"]
      plan_timeout       = 60
      apply_timeout      = 480
      artifact_bucket    = "planroom-artifacts-111122223333-eu-west-1"
      state_bucket       = "planroom-state-111122223333-eu-west-1"
      lock_table         = null
      queue              = "planroom-builds"
      event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:sqs:eu-west-1:111122223333:planroom-builds-failed", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
      log_group          = "/aws/codebuild/planroom"
      kms_key_alias      = "alias/planroom-runner"
      kms_key_arn        = null
      image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
    })
    error_message = "What terraform-permissions needs is known before anything is made."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    versions = {
      "1.11.4"      = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" }
      "tofu-1.10.6" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0", size = "large", architecture = "arm64" }
    }
    timeouts                = { plan = 30, apply = 720, queued = 15 }
    concurrency             = { plan = 3, apply = 1 }
    create_kms_key          = false
    kms_key_arn             = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    artifact_retention_days = 7
    lock_table              = true
    log_retention_days      = 365
    tags                    = { team = "payments" }
    network = {
      vpc_id     = "vpc-0a1b2c3d4e5f67890"
      subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]
      egress = {
        databases    = { port = 5432, cidr = "10.20.0.0/16" }
        new-networks = { port = 5432, cidr = "fd00:10::/32" }
      }
    }
  }

  assert {
    condition     = output.project_names == { apply = { "1.11.4" = "planroom-apply-1-11-4", "tofu-1.10.6" = "planroom-apply-tofu-1-10-6" }, plan = { "1.11.4" = "planroom-plan-1-11-4", "tofu-1.10.6" = "planroom-plan-tofu-1-10-6" } }
    error_message = "Each version has its projects."
  }

  assert {
    condition     = [aws_codebuild_project.this["planroom-plan-tofu-1-10-6"].environment[0].compute_type, aws_codebuild_project.this["planroom-plan-tofu-1-10-6"].environment[0].type] == ["BUILD_GENERAL1_LARGE", "ARM_CONTAINER"]
    error_message = "A version has the size and architecture that were given."
  }

  assert {
    condition     = [aws_codebuild_project.this["planroom-apply-1-11-4"].build_timeout, aws_codebuild_project.this["planroom-apply-1-11-4"].queued_timeout, aws_codebuild_project.this["planroom-apply-1-11-4"].concurrent_build_limit] == [720, 15, 1]
    error_message = "Limits are as given."
  }

  assert {
    condition = length(aws_kms_key.this) == 0 && alltrue([
      aws_codebuild_project.this["planroom-plan-1-11-4"].encryption_key == var.kms_key_arn,
      aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn,
      one(aws_dynamodb_table.locks[0].server_side_encryption).kms_key_arn == var.kms_key_arn,
      one(one(aws_s3_bucket_server_side_encryption_configuration.this["state"].rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn,
    ])
    error_message = "The given key encrypts everything, and none is made."
  }

  assert {
    condition     = aws_dynamodb_table.locks[0].hash_key == "LockID" && aws_dynamodb_table.locks[0].billing_mode == "PAY_PER_REQUEST" && one(aws_dynamodb_table.locks[0].point_in_time_recovery).enabled
    error_message = "The table is as Terraform needs it, and recoverable."
  }

  assert {
    condition     = one(aws_codebuild_project.this["planroom-apply-1-11-4"].vpc_config).subnets == toset(var.network.subnet_ids) && aws_security_group.this[0].vpc_id == var.network.vpc_id
    error_message = "Builds run in the given network."
  }

  assert {
    condition     = [aws_vpc_security_group_egress_rule.this["databases"].cidr_ipv4, aws_vpc_security_group_egress_rule.this["databases"].to_port, aws_vpc_security_group_egress_rule.this["new-networks"].cidr_ipv6, aws_vpc_security_group_egress_rule.https[0].to_port] == ["10.20.0.0/16", 5432, "fd00:10::/32", 443]
    error_message = "Builds reach HTTPS and what was given."
  }

  assert {
    condition = alltrue([
      for tags in [
        aws_codebuild_project.this["planroom-plan-1-11-4"].tags, aws_s3_bucket.artifacts.tags, aws_s3_bucket.state.tags, aws_cloudwatch_log_group.this.tags, aws_dynamodb_table.locks[0].tags,
        aws_sqs_queue.builds.tags, aws_sqs_queue.failed.tags, aws_cloudwatch_event_rule.this.tags, aws_security_group.this[0].tags, aws_vpc_security_group_egress_rule.https[0].tags,
      ] : tags.team == "payments"
    ])
    error_message = "Everything carries the tags."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 365 && one(aws_s3_bucket_lifecycle_configuration.artifacts.rule[0].expiration).days == 7
    error_message = "Logs and artifacts are kept as long as given."
  }
}

run "what_the_portal_takes" {
  command = plan

  variables {
    timeouts    = { plan = 30, apply = 720, queued = 15 }
    concurrency = { plan = 3, apply = 1 }
    lock_table  = true
  }

  override_resource {
    target          = aws_kms_key.this[0]
    override_during = plan
    values          = { arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  override_resource {
    target          = aws_s3_bucket.artifacts
    override_during = plan
    values          = { id = "planroom-artifacts-111122223333-eu-west-1" }
  }

  override_resource {
    target          = aws_s3_bucket.state
    override_during = plan
    values          = { id = "planroom-state-111122223333-eu-west-1" }
  }

  override_resource {
    target          = aws_sqs_queue.builds
    override_during = plan
    values          = { arn = "arn:aws:sqs:eu-west-1:111122223333:planroom-builds", url = "https://sqs.eu-west-1.amazonaws.com/111122223333/planroom-builds" }
  }

  assert {
    condition = jsonencode(output.portal_config) == jsonencode({
      region    = "eu-west-1"
      accountId = "111122223333"
      projects  = { plan = { "1.11.4" = "planroom-plan-1-11-4" }, apply = { "1.11.4" = "planroom-apply-1-11-4" } }
      artifacts = {
        bucket    = "planroom-artifacts-111122223333-eu-west-1"
        prefix    = "runs/"
        kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
      state = {
        bucket       = "planroom-state-111122223333-eu-west-1"
        region       = "eu-west-1"
        kmsKeyArn    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        useLockfile  = true
        dynamodbLock = "planroom-state-locks"
      }
      logs     = { groupName = "/aws/codebuild/planroom" }
      events   = { queueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/planroom-builds" }
      timeouts = { planMinutes = 30, applyMinutes = 720, queuedMinutes = 15 }
      capacity = { plan = 3, apply = 1 }
    })
    error_message = "The portal finds everything, and knows the same limits."
  }
}
