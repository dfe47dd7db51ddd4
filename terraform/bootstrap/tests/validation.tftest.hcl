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
  account_id   = "111122223333"
  region       = "eu-west-1"
  environments = ["staging"]
}

run "account_by_name" {
  command         = plan
  expect_failures = [var.account_id]
  variables {
    account_id = "staging"
  }
}

run "region_by_city" {
  command         = plan
  expect_failures = [var.region]
  variables {
    region = "Dublin"
  }
}

run "environment_with_a_dash" {
  command         = plan
  expect_failures = [var.environments]
  variables {
    environments = ["pre-production"]
  }
}

run "environment_named_twice" {
  command         = plan
  expect_failures = [var.environments]
  variables {
    environments = ["staging", "staging"]
  }
}

run "repository_by_address" {
  command         = plan
  expect_failures = [var.github]
  variables {
    github = { repository = "https://github.com/example/planroom", apply_policy_arns = { deploy = "arn:aws:iam::111122223333:policy/deploy-planroom" } }
  }
}

run "applies_without_a_policy" {
  command         = plan
  expect_failures = [var.github]
  variables {
    github = { repository = "example/planroom", apply_policy_arns = {} }
  }
}

run "plans_that_could_apply" {
  command         = plan
  expect_failures = [var.github]
  variables {
    github = {
      repository        = "example/planroom"
      plan_policy_arns  = { deploy = "arn:aws:iam::111122223333:policy/deploy-planroom" }
      apply_policy_arns = { deploy = "arn:aws:iam::111122223333:policy/deploy-planroom" }
    }
  }
}
