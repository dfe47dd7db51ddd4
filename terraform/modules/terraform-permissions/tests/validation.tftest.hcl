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
  name = "planroom"
  runner = {
    plan_projects      = ["planroom-plan-1-11-4"]
    apply_projects     = ["planroom-apply-1-11-4"]
    plan_timeout       = 30
    apply_timeout      = 480
    artifact_bucket    = "planroom-artifacts"
    state_bucket       = "planroom-state"
    queue              = "planroom-builds"
    event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
    log_group          = "/aws/codebuild/planroom"
    kms_key_alias      = "alias/planroom-runner"
    image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
  }
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Planroom"
  }
}

run "unknown_role" {
  command         = plan
  expect_failures = [var.role]
  variables {
    role   = "both"
    runner = null
  }
}

run "runner_without_its_parts" {
  command         = plan
  expect_failures = [var.runner]
  variables {
    runner = null
  }
}

run "runner_without_projects" {
  command         = plan
  expect_failures = [var.runner]
  variables {
    runner = {
      plan_projects      = []
      apply_projects     = ["planroom-apply-1-11-4"]
      plan_timeout       = 30
      apply_timeout      = 480
      artifact_bucket    = "planroom-artifacts"
      state_bucket       = "planroom-state"
      queue              = "planroom-builds"
      event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
      log_group          = "/aws/codebuild/planroom"
      kms_key_alias      = "alias/planroom-runner"
      image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
    }
  }
}

run "build_beyond_its_session" {
  command         = plan
  expect_failures = [var.runner]
  variables {
    runner = {
      plan_projects      = ["planroom-plan-1-11-4"]
      apply_projects     = ["planroom-apply-1-11-4"]
      plan_timeout       = 30
      apply_timeout      = 721
      artifact_bucket    = "planroom-artifacts"
      state_bucket       = "planroom-state"
      queue              = "planroom-builds"
      event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
      log_group          = "/aws/codebuild/planroom"
      kms_key_alias      = "alias/planroom-runner"
      image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
    }
  }
}

run "runner_without_key" {
  command         = plan
  expect_failures = [var.runner]
  variables {
    runner = {
      plan_projects      = ["planroom-plan-1-11-4"]
      apply_projects     = ["planroom-apply-1-11-4"]
      plan_timeout       = 30
      apply_timeout      = 480
      artifact_bucket    = "planroom-artifacts"
      state_bucket       = "planroom-state"
      queue              = "planroom-builds"
      event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
      log_group          = "/aws/codebuild/planroom"
      kms_key_alias      = null
      image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
    }
  }
}

run "portal_of_a_service" {
  command         = plan
  expect_failures = [var.portal]
  variables {
    portal = { role_arns = ["ec2.amazonaws.com"] }
  }
}

run "portal_of_nobody" {
  command         = plan
  expect_failures = [var.portal]
  variables {
    portal = { role_arns = [] }
  }
}

run "sealing_key_by_alias" {
  command         = plan
  expect_failures = [var.portal]
  variables {
    portal = { role_arns = ["arn:aws:iam::111122223333:role/instance"], sealing_key_arn = "alias/planroom-sealing" }
  }
}

run "more_targets_than_a_role_has_room_for" {
  command         = plan
  expect_failures = [aws_iam_role_policy.targets, aws_iam_policy.portal_targets]
  variables {
    portal = { role_arns = ["arn:aws:iam::111122223333:role/instance"] }
    targets = {
      for letter in split("", "abcdefghijklmnopqrstuvwxyz") : "payments-${letter}" => {
        plan_role_arn  = "arn:aws:iam::444455556666:role/planroom-${letter}-plan"
        apply_role_arn = "arn:aws:iam::444455556666:role/planroom-${letter}-apply"
        external_id    = "7c1f0f0e-6a2f-4a52-9d0c-2f6c1d8f3b11"
      }
    }
  }
}

run "portal_in_a_target" {
  command         = plan
  expect_failures = [var.portal]
  variables {
    role    = "target"
    runner  = null
    portal  = { role_arns = ["arn:aws:iam::111122223333:role/instance"] }
    trusted = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" }
  }
}

run "network_in_a_target" {
  command         = plan
  expect_failures = [var.network]
  variables {
    role    = "target"
    runner  = null
    network = { subnet_ids = ["subnet-0a1b2c3d4e5f67890"] }
    trusted = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" }
  }
}

run "subnet_that_is_no_id" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { subnet_ids = ["private-a"] }
  }
}

run "targets_of_a_target" {
  command         = plan
  expect_failures = [var.targets]
  variables {
    role    = "target"
    runner  = null
    targets = { next = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" } }
    trusted = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" }
  }
}

run "target_with_an_odd_name" {
  command         = plan
  expect_failures = [var.targets]
  variables {
    targets = { "Payments dev" = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" } }
  }
}

run "target_with_all_roles" {
  command         = plan
  expect_failures = [var.targets]
  variables {
    targets = { payments = { plan_role_arn = "arn:aws:iam::444455556666:role/*", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" } }
  }
}

run "target_without_external_id" {
  command         = plan
  expect_failures = [var.targets]
  variables {
    targets = { payments = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "" } }
  }
}

run "target_that_trusts_nobody" {
  command         = plan
  expect_failures = [var.trusted]
  variables {
    role   = "target"
    runner = null
  }
}

run "target_that_trusts_an_account" {
  command         = plan
  expect_failures = [var.trusted]
  variables {
    role    = "target"
    runner  = null
    trusted = { plan_role_arn = "arn:aws:iam::444455556666:root", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" }
  }
}

run "target_that_trusts_any_portal" {
  command         = plan
  expect_failures = [var.trusted]
  variables {
    role    = "target"
    runner  = null
    trusted = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef", portal_role_arns = ["arn:aws:iam::444455556666:root"] }
  }
}

run "target_that_trusts_too_many" {
  command         = plan
  expect_failures = [aws_iam_role.this]
  variables {
    role   = "target"
    runner = null
    trusted = {
      plan_role_arn    = "arn:aws:iam::444455556666:role/planroom-plan"
      apply_role_arn   = "arn:aws:iam::444455556666:role/planroom-apply"
      external_id      = "0123456789abcdef"
      portal_role_arns = [for number in range(25) : "arn:aws:iam::444455556666:role/instance-${number}"]
    }
  }
}

run "target_that_trusts_one_role" {
  command         = plan
  expect_failures = [var.trusted]
  variables {
    role    = "target"
    runner  = null
    trusted = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "0123456789abcdef" }
  }
}

run "target_with_a_poor_external_id" {
  command         = plan
  expect_failures = [var.trusted]
  variables {
    role    = "target"
    runner  = null
    trusted = { plan_role_arn = "arn:aws:iam::444455556666:role/planroom-plan", apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply", external_id = "with a space" }
  }
}

run "unknown_set" {
  command         = plan
  expect_failures = [var.permission_sets]
  variables {
    permission_sets = ["aws-everything"]
    name_prefixes   = ["payments-"]
  }
}

run "set_twice" {
  command         = plan
  expect_failures = [var.permission_sets]
  variables {
    permission_sets = ["aws-vm", "aws-vm"]
    name_prefixes   = ["payments-"]
  }
}

run "own_set_with_a_taken_name" {
  command         = plan
  expect_failures = [var.custom_permission_sets]
  variables {
    custom_permission_sets = { aws-vm = {} }
  }
}

run "own_set_with_an_odd_statement" {
  command         = plan
  expect_failures = [var.custom_permission_sets]
  variables {
    custom_permission_sets = { tables = { plan = { "Read tables" = { actions = ["dynamodb:DescribeTable"], resources = ["arn:aws:dynamodb:eu-west-1:111122223333:table/x"] } } } }
  }
}

run "plan_that_writes" {
  command         = plan
  expect_failures = [var.custom_permission_sets]
  variables {
    custom_permission_sets = { tables = { plan = { Tables = { actions = ["dynamodb:CreateTable"], resources = ["arn:aws:dynamodb:eu-west-1:111122223333:table/x"] } } } }
  }
}

run "apply_that_may_all" {
  command         = plan
  expect_failures = [var.custom_permission_sets]
  variables {
    custom_permission_sets = { tables = { apply = { Tables = { actions = ["dynamodb:*"], resources = ["arn:aws:dynamodb:eu-west-1:111122223333:table/x"] } } } }
  }
}

run "apply_to_everything" {
  command         = plan
  expect_failures = [var.custom_permission_sets]
  variables {
    custom_permission_sets = { tables = { apply = { Tables = { actions = ["dynamodb:CreateTable"], resources = ["*"] } } } }
  }
}

run "sets_without_prefix" {
  command         = plan
  expect_failures = [var.name_prefixes]
  variables {
    permission_sets = ["aws-vm"]
  }
}

run "prefix_with_a_wildcard" {
  command         = plan
  expect_failures = [var.name_prefixes]
  variables {
    name_prefixes = ["pay*"]
  }
}

run "prefix_of_the_portal" {
  command         = plan
  expect_failures = [var.name_prefixes]
  variables {
    name_prefixes = ["plan"]
  }
}

run "tag_key_of_aws" {
  command         = plan
  expect_failures = [var.required_tag]
  variables {
    required_tag = { key = "aws:owner" }
  }
}

run "tag_without_value" {
  command         = plan
  expect_failures = [var.required_tag]
  variables {
    required_tag = { value = "" }
  }
}

run "zone_as_a_region" {
  command         = plan
  expect_failures = [var.regions]
  variables {
    regions = ["eu-west-1a"]
  }
}

run "protected_by_name" {
  command         = plan
  expect_failures = [var.protected_arns]
  variables {
    protected_arns = ["portal-secrets"]
  }
}

run "quota_too_high" {
  command         = plan
  expect_failures = [var.managed_policy_quota]
  variables {
    managed_policy_quota = 30
  }
}

run "tag_of_aws" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "aws:team" = "payments" }
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
    tags = { for number in range(51) : "tag${number}" => "x" }
  }
}

run "more_policies_than_the_quota" {
  command         = plan
  expect_failures = [aws_iam_role.this]
  variables {
    permission_sets = ["aws-documentdb", "aws-ecr", "aws-eks", "aws-kms-key", "aws-mq-rabbitmq", "aws-rds-postgres", "aws-secret", "aws-vm"]
    name_prefixes   = ["payments-"]
  }
}

run "policy_too_long" {
  command         = plan
  expect_failures = [aws_iam_policy.sets]
  variables {
    permission_sets = ["aws-documentdb"]
    name_prefixes   = [for number in range(20) : "payments-of-region-${number}-"]
  }
}

run "boundary_too_long" {
  command         = plan
  expect_failures = [aws_iam_policy.boundary]
  variables {
    runner = {
      plan_projects      = [for number in range(60) : "planroom-plan-${number}"]
      apply_projects     = ["planroom-apply-1-11-4"]
      plan_timeout       = 30
      apply_timeout      = 480
      artifact_bucket    = "planroom-artifacts"
      state_bucket       = "planroom-state"
      queue              = "planroom-builds"
      event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
      log_group          = "/aws/codebuild/planroom"
      kms_key_alias      = "alias/planroom-runner"
      image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
    }
  }
}
