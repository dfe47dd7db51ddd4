mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name  = "payments"
  trust = { services = ["lambda.amazonaws.com"] }
}

run "name_with_a_slash" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments/api"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = join("", [for number in range(65) : "x"])
  }
}

run "empty_description" {
  command         = plan
  expect_failures = [var.description]
  variables {
    description = ""
  }
}

run "path_without_slash" {
  command         = plan
  expect_failures = [var.path]
  variables {
    path = "/payments"
  }
}

run "path_too_long" {
  command         = plan
  expect_failures = [var.path]
  variables {
    path = "/${join("", [for number in range(511) : "x"])}/"
  }
}

run "trust_of_nobody" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = {}
  }
}

run "service_that_is_no_principal" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { services = ["lambda"] }
  }
}

run "service_given_twice" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { services = ["lambda.amazonaws.com", "lambda.amazonaws.com"] }
  }
}

run "sources_of_machines" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { services = ["ec2.amazonaws.com"], source_arns = ["arn:aws:ec2:eu-west-1:111122223333:instance/*"] }
  }
}

run "sources_without_service" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { pipeline = { arn = "arn:aws:iam::111122223333:role/pipeline" } }, source_arns = ["arn:aws:lambda:eu-west-1:111122223333:function:payments"] }
  }
}

run "source_that_is_anything" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { services = ["lambda.amazonaws.com"], source_arns = ["*"] }
  }
}

run "source_in_any_account" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { services = ["lambda.amazonaws.com"], source_arns = ["arn:aws:lambda:eu-west-1:*:function:payments"] }
  }
}

run "principal_name_with_capitals" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { Pipeline = { arn = "arn:aws:iam::111122223333:role/pipeline" } } }
  }
}

run "principal_names_that_differ_in_dashes" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { a-1 = { arn = "arn:aws:iam::111122223333:role/one" }, a1 = { arn = "arn:aws:iam::111122223333:role/two" } } }
  }
}

run "principal_that_is_everybody" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { pipeline = { arn = "*" } } }
  }
}

run "principal_that_is_an_account" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { pipeline = { arn = "arn:aws:iam::111122223333:root" } } }
  }
}

run "principal_that_is_all_roles" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { pipeline = { arn = "arn:aws:iam::111122223333:role/*" } } }
  }
}

run "external_id_too_short" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { pipeline = { arn = "arn:aws:iam::111122223333:role/pipeline", external_id = "x" } } }
  }
}

run "other_account_without_external_id" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { principals = { pipeline = { arn = "arn:aws:iam::444455556666:role/pipeline" } } }
  }
}

run "provider_that_is_no_arn" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { oidc = { provider_arn = "token.actions.githubusercontent.com", audience = "sts.amazonaws.com", subjects = ["repo:planroom/payments:*"] } }
  }
}

run "audience_with_a_wildcard" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { oidc = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", audience = "*", subjects = ["repo:planroom/payments:*"] } }
  }
}

run "tokens_of_everybody" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { oidc = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", audience = "sts.amazonaws.com", subjects = [] } }
  }
}

run "subject_that_is_everybody" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { oidc = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", audience = "sts.amazonaws.com", subjects = ["*"] } }
  }
}

run "subject_in_any_organisation" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { oidc = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", audience = "sts.amazonaws.com", subjects = ["repo:*"] } }
  }
}

run "subject_with_half_a_name" {
  command         = plan
  expect_failures = [var.trust]
  variables {
    trust = { oidc = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", audience = "sts.amazonaws.com", subjects = ["repo:planroom/pay*"] } }
  }
}

run "permission_name_with_capitals" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { Read = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"] } }
  }
}

run "permission_names_that_differ_in_dashes" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { a-1 = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"] }, a1 = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"] } }
  }
}

run "unknown_effect" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"], effect = "Maybe" } }
  }
}

run "no_action" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = [], resources = ["arn:aws:s3:::payments-receipts/*"] } }
  }
}

run "action_without_service" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"] } }
  }
}

run "every_action" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["*"], resources = ["arn:aws:s3:::payments-receipts/*"] } }
  }
}

run "every_action_of_a_service" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:*"], resources = ["arn:aws:s3:::payments-receipts/*"] } }
  }
}

run "family_that_writes" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:Put*"], resources = ["arn:aws:s3:::payments-receipts/*"] } }
  }
}

run "no_resource" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"] } }
  }
}

run "every_resource" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"], resources = ["*"] } }
  }
}

run "any_resource_and_an_arn" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"], any_resource = true } }
  }
}

run "resource_that_is_no_arn" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"], resources = ["payments-receipts/*"] } }
  }
}

run "resource_of_any_service" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"], resources = ["arn:aws:*:::payments-receipts"] } }
  }
}

run "passing_any_role" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["iam:PassRole"], any_resource = true } }
  }
}

run "unknown_operator" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"], conditions = { Equals = { "aws:ResourceTag/team" = ["payments"] } } } }
  }
}

run "condition_without_value" {
  command         = plan
  expect_failures = [var.permissions]
  variables {
    permissions = { read = { actions = ["s3:GetObject"], resources = ["arn:aws:s3:::payments-receipts/*"], conditions = { StringEquals = { "aws:ResourceTag/team" = [] } } } }
  }
}

run "policy_that_is_no_arn" {
  command         = plan
  expect_failures = [var.managed_policy_arns]
  variables {
    managed_policy_arns = { read = "ReadOnlyAccess" }
  }
}

run "policy_of_administrators" {
  command         = plan
  expect_failures = [var.managed_policy_arns]
  variables {
    managed_policy_arns = { all = "arn:aws:iam::aws:policy/AdministratorAccess" }
  }
}

run "policy_given_twice" {
  command         = plan
  expect_failures = [var.managed_policy_arns]
  variables {
    managed_policy_arns = { one = "arn:aws:iam::aws:policy/ReadOnlyAccess", two = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }
}

run "too_many_policies" {
  command         = plan
  expect_failures = [var.managed_policy_arns]
  variables {
    managed_policy_arns = { for number in range(21) : "policy-${number}" => "arn:aws:iam::111122223333:policy/policy-${number}" }
  }
}

run "boundary_that_is_no_policy" {
  command         = plan
  expect_failures = [var.permissions_boundary_arn]
  variables {
    permissions_boundary_arn = "arn:aws:iam::111122223333:role/boundary"
  }
}

run "session_too_short" {
  command         = plan
  expect_failures = [var.session_duration_seconds]
  variables {
    session_duration_seconds = 3599
  }
}

run "session_too_long" {
  command         = plan
  expect_failures = [var.session_duration_seconds]
  variables {
    session_duration_seconds = 43201
  }
}

run "session_of_half_a_second" {
  command         = plan
  expect_failures = [var.session_duration_seconds]
  variables {
    session_duration_seconds = 3600.5
  }
}

run "profile_without_machines" {
  command         = plan
  expect_failures = [var.instance_profile]
  variables {
    instance_profile = true
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
    tags = { for number in range(50) : "tag${number}" => "x" }
  }
}

run "permissions_too_long" {
  command         = plan
  expect_failures = [aws_iam_role_policy.this]
  variables {
    permissions = {
      read = {
        actions   = ["s3:GetObject"]
        resources = [for number in range(400) : "arn:aws:s3:::payments-receipts/${number}/*"]
      }
    }
  }
}
